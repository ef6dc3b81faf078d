package dev.agentservice.rollout.sample;

import java.util.Locale;

/**
 * The two releases that are compared.
 */
public enum Track {

	/** The present release. */
	STABLE,
	/** The new one. */
	CANARY;

	/** Its name in labels and messages. */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

}
