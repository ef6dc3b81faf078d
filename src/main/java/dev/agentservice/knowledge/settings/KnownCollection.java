package dev.agentservice.knowledge.settings;

import dev.agentservice.identity.UserTag;
import dev.agentservice.knowledge.manifest.CollectionPlace;

/**
 * A collection as one tenant has it.
 *
 * @param name its configured name
 * @param place where its documents are
 * @param properties its settings
 */
public record KnownCollection(String name, CollectionPlace place, CollectionProperties properties) {

	/** What a user has of its own in the same collection. */
	public KnownCollection of(UserTag user) {
		return new KnownCollection(this.name, this.place.of(user), this.properties);
	}

	/** Whether these are documents of one user alone. */
	public boolean isOwn() {
		return this.place.owner() != null;
	}

}
