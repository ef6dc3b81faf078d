/**
 * Tests of what this package decides.
 */
@NullMarked
package dev.agentservice.rollout.policy;

import org.jspecify.annotations.NullMarked;
