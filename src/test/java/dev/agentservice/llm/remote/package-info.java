/**
 * Tests of what is known of loops at providers.
 */
@NullMarked
package dev.agentservice.llm.remote;

import org.jspecify.annotations.NullMarked;
