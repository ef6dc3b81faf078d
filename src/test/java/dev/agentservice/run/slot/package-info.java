/**
 * Tests of runs in flight.
 */
@NullMarked
package dev.agentservice.run.slot;

import org.jspecify.annotations.NullMarked;
