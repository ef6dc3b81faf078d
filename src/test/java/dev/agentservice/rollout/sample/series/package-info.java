/**
 * Tests of what this package decides.
 */
@NullMarked
package dev.agentservice.rollout.sample.series;

import org.jspecify.annotations.NullMarked;
