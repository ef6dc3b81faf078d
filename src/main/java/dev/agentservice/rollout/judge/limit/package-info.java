/**
 * What is looked at beside the comparison of metrics: absolute limits, and whether a
 * release can be measured at all.
 */
@NullMarked
package dev.agentservice.rollout.judge.limit;

import org.jspecify.annotations.NullMarked;
