/**
 * Walks a release through the steps of its policy, and back. The state is an annotation
 * of the route, changed together with the weights, so a controller that dies is replaced
 * by one that looks there.
 */
@NullMarked
package dev.agentservice.rollout.control;

import org.jspecify.annotations.NullMarked;
