/**
 * Measures a live rollout: reads raw samples from Prometheus and turns them into what the
 * judge reads. No {@code rate()}, no recording rule and no subquery is between the
 * replicas and the judge, so its increments are those of a replay of the same samples.
 */
@NullMarked
package dev.agentservice.rollout.prometheus;

import org.jspecify.annotations.NullMarked;
