/**
 * Recordings as files: the format {@code agent-service-replay/1}, which
 * {@code docs/rollout.md} describes.
 */
@NullMarked
package dev.agentservice.rollout.sample.replay;

import org.jspecify.annotations.NullMarked;
