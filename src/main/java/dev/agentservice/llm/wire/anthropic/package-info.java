/**
 * Anthropic's messages.
 */
@NullMarked
package dev.agentservice.llm.wire.anthropic;

import org.jspecify.annotations.NullMarked;
