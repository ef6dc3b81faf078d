/**
 * Tests of what is taken out of texts, and its measures.
 */
@NullMarked
package dev.agentservice.guard.redact;

import org.jspecify.annotations.NullMarked;
