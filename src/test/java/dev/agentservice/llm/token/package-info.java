@NullMarked
package dev.agentservice.llm.token;

import org.jspecify.annotations.NullMarked;
