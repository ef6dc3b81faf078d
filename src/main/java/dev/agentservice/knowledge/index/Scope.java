package dev.agentservice.knowledge.index;

import java.util.Set;

import dev.agentservice.knowledge.manifest.CollectionPlace;
import dev.agentservice.knowledge.settings.KnownCollection;

/**
 * Where a search may find something. It is made out of the caller, never out of a
 * request's arguments.
 *
 * @param collection the collection, as the caller's tenant has it
 * @param owners whose passages, at least one: to an index none might mean all
 */
public record Scope(KnownCollection collection, Set<String> owners) {

	/** Who owns what a whole tenant shares. */
	public static final String SHARED = CollectionPlace.SHARED;

	/**
	 * A scope.
	 * @throws IllegalArgumentException if there is no owner
	 */
	public Scope {
		owners = Set.copyOf(owners);
		if (owners.isEmpty()) {
			throw new IllegalArgumentException("A search needs an owner of what it may find");
		}
	}

	/** What a whole tenant shares. */
	public static Scope shared(KnownCollection collection) {
		return new Scope(collection, Set.of(SHARED));
	}

	/** What stands together in a collection: what is shared, or what one user owns. */
	public static Scope of(KnownCollection collection) {
		return new Scope(collection, Set.of(collection.place().ownerTag()));
	}

}
