/**
 * Tests of limits of what may fail.
 */
@NullMarked
package dev.agentservice.support.resilience;

import org.jspecify.annotations.NullMarked;
