/**
 * Tests of how OpenAI's requests are read.
 */
@NullMarked
package dev.agentservice.compat.openai;

import org.jspecify.annotations.NullMarked;
