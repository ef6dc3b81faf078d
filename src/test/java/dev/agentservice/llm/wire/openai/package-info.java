/** Tests of how OpenAI's protocol is spoken. */
@NullMarked
package dev.agentservice.llm.wire.openai;

import org.jspecify.annotations.NullMarked;
