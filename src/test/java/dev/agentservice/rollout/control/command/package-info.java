/**
 * Tests of the command line of a rollout.
 */
@NullMarked
package dev.agentservice.rollout.control.command;

import org.jspecify.annotations.NullMarked;
