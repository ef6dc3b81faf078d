package dev.agentservice.run.record;

import org.jspecify.annotations.Nullable;

/**
 * Which runs to list.
 *
 * @param sessionId of this conversation only, or null
 * @param status in this state only, or null
 */
public record RunFilter(@Nullable String sessionId, @Nullable String status) {

}
