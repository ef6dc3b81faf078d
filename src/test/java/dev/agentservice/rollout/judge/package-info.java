/**
 * Tests of what this package decides.
 */
@NullMarked
package dev.agentservice.rollout.judge;

import org.jspecify.annotations.NullMarked;
