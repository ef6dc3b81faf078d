/**
 * Tests of how OpenAI's requests are read.
 */
@NullMarked
package dev.agentservice.compat;

import org.jspecify.annotations.NullMarked;
