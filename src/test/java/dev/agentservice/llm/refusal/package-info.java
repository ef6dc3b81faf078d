@NullMarked
package dev.agentservice.llm.refusal;

import org.jspecify.annotations.NullMarked;
