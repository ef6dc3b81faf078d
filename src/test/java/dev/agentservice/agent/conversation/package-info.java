@NullMarked
package dev.agentservice.agent.conversation;

import org.jspecify.annotations.NullMarked;
