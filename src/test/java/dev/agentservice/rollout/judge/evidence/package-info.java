/**
 * Tests of what this package decides.
 */
@NullMarked
package dev.agentservice.rollout.judge.evidence;

import org.jspecify.annotations.NullMarked;
