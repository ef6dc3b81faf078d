/**
 * Rollouts that never were: replicas of two releases under load, with faults on top.
 */
@NullMarked
package dev.agentservice.rollout.simulation;

import org.jspecify.annotations.NullMarked;
