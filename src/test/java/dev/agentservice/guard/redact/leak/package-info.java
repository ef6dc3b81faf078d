/**
 * Tests that the instructions are not repeated.
 */
@NullMarked
package dev.agentservice.guard.redact.leak;

import org.jspecify.annotations.NullMarked;
