@NullMarked
package dev.agentservice.agent.answer;

import org.jspecify.annotations.NullMarked;
