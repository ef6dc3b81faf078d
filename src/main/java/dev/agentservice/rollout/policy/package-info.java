/**
 * What a release has to show before it gets more traffic: the file
 * {@code k8s/prod/rollout.yaml}.
 */
@NullMarked
package dev.agentservice.rollout.policy;

import org.jspecify.annotations.NullMarked;
