/**
 * Tests of judged rollouts.
 */
@NullMarked
package dev.agentservice.rollout;

import org.jspecify.annotations.NullMarked;
