/**
 * What a rollout reads and changes of a cluster: one route, two Deployments, an
 * autoscaler and a lease, all by {@code kubectl}.
 */
@NullMarked
package dev.agentservice.rollout.cluster;

import org.jspecify.annotations.NullMarked;
