package dev.agentservice.knowledge.index;

import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;

/**
 * Where passages stand together in an index.
 *
 * @param collection their collection
 * @param generation how they are compared
 * @param owner whose they are: {@link Scope#SHARED}, or the tag of a user
 */
public record Shelf(KnownCollection collection, Generation generation, String owner) {

	/** Where those stand that a whole tenant shares. */
	public static Shelf shared(KnownCollection collection, Generation generation) {
		return new Shelf(collection, generation, Scope.SHARED);
	}

}
