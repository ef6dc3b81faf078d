/**
 * Tests of runs' records and states.
 */
@NullMarked
package dev.agentservice.run.record;

import org.jspecify.annotations.NullMarked;
