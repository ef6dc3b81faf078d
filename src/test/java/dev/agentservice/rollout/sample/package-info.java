/**
 * Tests of what this package decides.
 */
@NullMarked
package dev.agentservice.rollout.sample;

import org.jspecify.annotations.NullMarked;
