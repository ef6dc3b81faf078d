package dev.agentservice.rollout.sample;

/**
 * A replica.
 *
 * @param name its name
 * @param track its release's track
 * @param version its release
 */
public record Pod(String name, Track track, String version) {
}
