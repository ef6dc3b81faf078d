/**
 * Tests of what is recognised as personal data, and what is not.
 */
@NullMarked
package dev.agentservice.guard.redact.personal;

import org.jspecify.annotations.NullMarked;
