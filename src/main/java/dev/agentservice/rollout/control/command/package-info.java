/**
 * The command line of {@code scripts/rollout}, and what it measures with.
 */
@NullMarked
package dev.agentservice.rollout.control.command;

import org.jspecify.annotations.NullMarked;
