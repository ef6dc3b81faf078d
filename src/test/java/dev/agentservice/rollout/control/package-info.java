/**
 * Tests of controlling a rollout.
 */
@NullMarked
package dev.agentservice.rollout.control;

import org.jspecify.annotations.NullMarked;
