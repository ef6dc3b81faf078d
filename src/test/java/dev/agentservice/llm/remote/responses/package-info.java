/**
 * Tests of loops at OpenAI.
 */
@NullMarked
package dev.agentservice.llm.remote.responses;

import org.jspecify.annotations.NullMarked;
