package dev.agentservice.knowledge.index;

import dev.agentservice.knowledge.settings.KnownCollection;

/**
 * Finds passages of documents that users own. They are in no index that others search:
 * each user's are copied by themselves, from the manifest alone.
 */
public interface OwnPassages {

	/**
	 * What finds the passages of one owner, for one search: as of its beginning.
	 * @param own a collection with an owner
	 */
	PassageIndex of(KnownCollection own);

	/** Lets go of what is copied of a user. */
	void forget(String userTag);

}
