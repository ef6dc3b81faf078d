/**
 * Tests of reading a live rollout's samples.
 */
@NullMarked
package dev.agentservice.rollout.prometheus;

import org.jspecify.annotations.NullMarked;
