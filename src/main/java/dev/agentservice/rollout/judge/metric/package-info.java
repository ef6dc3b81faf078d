/**
 * What speaks against a release, and for it, metric by metric.
 */
@NullMarked
package dev.agentservice.rollout.judge.metric;

import org.jspecify.annotations.NullMarked;
