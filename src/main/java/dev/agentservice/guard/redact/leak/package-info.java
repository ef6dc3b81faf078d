/**
 * Keeps what an agent was told from being repeated: the phrases of its instructions, and
 * the canary in them.
 */
@NullMarked
package dev.agentservice.guard.redact.leak;

import org.jspecify.annotations.NullMarked;
