package dev.agentservice.identity;

import java.util.List;

/**
 * Tags as a service with a certain pepper makes them, for who prepares its store.
 */
public final class PepperedTags {

	private PepperedTags() {
	}

	/** The tags of a service with this pepper. */
	public static UserTags of(String pepper) {
		return new UserTags(new IdentityProperties(pepper, List.of(), null));
	}

}
