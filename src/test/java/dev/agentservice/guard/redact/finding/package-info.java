/**
 * Tests of what takes a finding's place.
 */
@NullMarked
package dev.agentservice.guard.redact.finding;

import org.jspecify.annotations.NullMarked;
