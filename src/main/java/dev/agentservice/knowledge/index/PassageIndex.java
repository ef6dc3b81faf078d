package dev.agentservice.knowledge.index;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.agentservice.knowledge.manifest.PassageId;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnownCollection;
import dev.agentservice.support.Deadline;

/**
 * Finds passages of a collection. Thread-safe. All methods throw
 * {@link IndexUnavailableException} if they cannot do so in time.
 */
public interface PassageIndex {

	/** The mark of what is found as soon as it was written. */
	long AT_ONCE = 0;

	/** The mark of what may be found by now, but nobody can tell. */
	long UNKNOWN = Long.MAX_VALUE;

	/**
	 * By which the manifest knows that passages have to be written here and deleted here;
	 * empty for an index that follows the manifest by itself.
	 */
	default String name() {
		return "";
	}

	/**
	 * The name with the random id that was written into the index when it was made: one
	 * that was lost and made anew has another id, and holds nothing. It also says what of
	 * a collection's settings its passages depend on.
	 * @param of how the passages are compared
	 * @param again whether to ask, even if the id is known
	 */
	default String instance(KnownCollection collection, Generation of, boolean again, Deadline deadline) {
		return name();
	}

	/**
	 * Which versions are there, whether they count or not.
	 * @param next of the page before; empty for the first
	 */
	default Held held(Shelf shelf, String next, Deadline deadline) {
		return new Held(List.of(), "");
	}

	/**
	 * Whether it is worth to pay for what it is called with; false if it failed lately.
	 */
	default boolean isAvailable() {
		return true;
	}

	/**
	 * Whether searches found nothing at all, although there is something, since this was
	 * asked last.
	 */
	default boolean isLost(KnownCollection collection) {
		return false;
	}

	/**
	 * Writes passages. Ids are final: the same one again is the same passage.
	 * @return a mark by which {@link #reached} knows whether they are found;
	 * {@link #AT_ONCE} if they are by now, {@link #UNKNOWN} if that cannot be told
	 */
	default long write(Shelf shelf, List<IndexedPassage> passages, Deadline deadline) {
		return AT_ONCE;
	}

	/** Deletes exactly these passages, those of them that are there. */
	default void delete(Shelf shelf, Collection<PassageId> ids, Deadline deadline) {
		// One that follows the manifest does so by itself.
	}

	/** Whether what was written with a mark is found by every search from now on. */
	default boolean reached(Shelf shelf, long mark, Deadline deadline) {
		return found(shelf, mark, deadline) >= mark;
	}

	/**
	 * Up to which mark what was written is found by every search from now on.
	 * @param wanted the index is asked only if it is not known to have reached this
	 */
	default long found(Shelf shelf, long wanted, Deadline deadline) {
		return Long.MAX_VALUE;
	}

	/** Whether passages of this collection are found by words. */
	default boolean findsWords(KnownCollection collection, Deadline deadline) {
		return true;
	}

	/**
	 * The passages that share the most telling words with a query, the best first.
	 * @param most how many at most
	 */
	List<Candidate> matching(Scope scope, String query, int most, Deadline deadline);

	/**
	 * How the texts of a collection are compared; nothing if there are none.
	 */
	Optional<Generation> generation(KnownCollection collection, Deadline deadline);

	/**
	 * The passages whose vectors are nearest to one, the best first, with their cosines
	 * as scores.
	 * @param of how the vector was made; passages whose vectors were made otherwise are
	 * not found
	 * @param vector of length 1
	 * @param most how many at most
	 */
	List<Candidate> nearest(Scope scope, Generation of, float[] vector, int most, Deadline deadline);

	/**
	 * Takes in what has changed, as soon as it can. It finds out for itself if it is not
	 * told.
	 */
	default void changed(KnownCollection collection) {
		// One that is written to knows it by then.
	}

}
