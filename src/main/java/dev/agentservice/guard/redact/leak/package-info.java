/**
 * Keeps what an agent was told from being repeated: the phrases of its instructions, and
 * the marker in them.
 */
@NullMarked
package dev.agentservice.guard.redact.leak;

import org.jspecify.annotations.NullMarked;
