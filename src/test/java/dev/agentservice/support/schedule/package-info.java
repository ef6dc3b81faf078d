/**
 * Tests of the clock.
 */
@NullMarked
package dev.agentservice.support.schedule;

import org.jspecify.annotations.NullMarked;
