package dev.agentservice.knowledge.index;

import java.util.List;

import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

/**
 * Finds passages of a collection. Thread-safe.
 */
public interface PassageIndex {

	/**
	 * The passages that share the most telling words with a query, the best first.
	 * @param most how many at most
	 * @throws IndexUnavailableException if they cannot be found in time
	 */
	List<Candidate> matching(KnownCollection collection, String query, int most, Deadline deadline);

	/**
	 * Takes in what has changed, as soon as it can. It finds out for itself if it is not
	 * told.
	 */
	void changed(KnownCollection collection);

}
