@NullMarked
package dev.agentservice.llm.resilience;

import org.jspecify.annotations.NullMarked;
