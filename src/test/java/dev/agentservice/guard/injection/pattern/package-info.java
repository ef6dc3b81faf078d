/**
 * Tests of what patterns match.
 */
@NullMarked
package dev.agentservice.guard.injection.pattern;

import org.jspecify.annotations.NullMarked;
