/**
 * OpenAI's chat completions, as OpenAI speaks them, and as all those do who say that they
 * are compatible.
 */
@NullMarked
package dev.agentservice.llm.wire.openai;

import org.jspecify.annotations.NullMarked;
