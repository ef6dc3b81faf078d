/**
 * Tests of what a rollout needs of a cluster.
 */
@NullMarked
package dev.agentservice.rollout.cluster;

import org.jspecify.annotations.NullMarked;
