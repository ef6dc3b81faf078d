/**
 * Tests of sessions' records.
 */
@NullMarked
package dev.agentservice.llm.remote.sessions;

import org.jspecify.annotations.NullMarked;
