/**
 * Decides whether a release is worse than the present one. A pure function of a recording
 * and a policy: the same input has the same verdict, so nothing is stored.
 */
@NullMarked
package dev.agentservice.rollout.judge;

import org.jspecify.annotations.NullMarked;
