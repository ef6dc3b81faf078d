/**
 * Tests of a run's life around the loop.
 */
@NullMarked
package dev.agentservice.run;

import org.jspecify.annotations.NullMarked;
