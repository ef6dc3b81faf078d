/**
 * Tests of runs that have lost their owner.
 */
@NullMarked
package dev.agentservice.run.owner.waiting;

import org.jspecify.annotations.NullMarked;
