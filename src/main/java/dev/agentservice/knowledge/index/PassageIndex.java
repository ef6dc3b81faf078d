package dev.agentservice.knowledge.index;

import java.util.List;
import java.util.Optional;

import dev.agentservice.knowledge.manifest.document.Generation;
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
	 * How the texts of a collection are compared; nothing if there are none.
	 * @throws IndexUnavailableException if that cannot be told in time
	 */
	Optional<Generation> generation(KnownCollection collection, Deadline deadline);

	/**
	 * The passages whose vectors are nearest to one, the best first, with their cosines
	 * as scores.
	 * @param of how the vector was made; passages whose vectors were made otherwise are
	 * not found
	 * @param vector of length 1
	 * @param most how many at most
	 * @throws IndexUnavailableException if they cannot be found in time
	 */
	List<Candidate> nearest(KnownCollection collection, Generation of, float[] vector, int most, Deadline deadline);

	/**
	 * Takes in what has changed, as soon as it can. It finds out for itself if it is not
	 * told.
	 */
	void changed(KnownCollection collection);

}
