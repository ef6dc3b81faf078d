/**
 * OpenAI's chat completions, in the dialects of OpenAI and of the servers that are
 * compatible with it.
 */
@NullMarked
package dev.agentservice.llm.wire.openai;

import org.jspecify.annotations.NullMarked;
