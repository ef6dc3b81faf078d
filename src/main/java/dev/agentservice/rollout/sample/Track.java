package dev.agentservice.rollout.sample;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The two releases that are compared.
 */
public enum Track {

	/** The present release. */
	STABLE,
	/** The new one. */
	CANARY;

	/** The track with this name, or nothing. */
	public static @Nullable Track of(@Nullable String key) {
		for (Track track : values()) {
			if (track.key().equals(key)) {
				return track;
			}
		}
		return null;
	}

	/** Its name in labels and messages. */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
