package dev.agentservice.support.personal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.support.Deadline;

/**
 * The personal data of one feature. A feature that keeps any has a bean of this type in
 * the package that builds the keys.
 * <p>
 * What lies below the user's hash tag and is in the user's index is deleted by the
 * erasure itself: its owner names the {@link #kinds() kinds} and has nothing to erase.
 * What lies elsewhere is erased by its store, slice by slice.
 * <p>
 * Erasure runs while the user's fence stands: nothing is admitted, and nothing that was
 * admitted before can write. Every method may be called again after a crash, by another
 * replica, with the same effect. Implementations are thread-safe and throw
 * {@code StoreUnavailableException} if the data cannot be reached; the slice is then
 * tried again.
 */
public interface PersonalDataStore {

	/**
	 * The store's name in receipts, in the record of processing and as a label: that of
	 * its package, for example {@code tool.cache}.
	 */
	String name();

	/**
	 * What this store keeps, what for, and how long. Not empty.
	 */
	List<Keeping> keepings();

	/**
	 * The kinds of keys below the user's hash tag that are this store's: a key
	 * <code>as:{u}:run:&lt;id&gt;</code> is of the kind {@code run}. No two stores name
	 * the same.
	 */
	default Set<String> kinds() {
		return Set.of();
	}

	/**
	 * Stops what is at work for the user, and takes what waits out of the line. Called
	 * again and again while the fence stands, until no store has anything at work, or
	 * until nothing could write any more that has.
	 * @return whether nothing is at work any more
	 */
	default boolean drain(Subject subject) {
		return true;
	}

	/**
	 * How long anything of this store's {@link #kinds() kinds} lives from now at most:
	 * the longest of its keepings.
	 */
	default Duration longest() {
		return keepings().stream()
			.map(Keeping::time)
			.filter(Objects::nonNull)
			.max(Comparator.naturalOrder())
			.orElse(Duration.ZERO);
	}

	/**
	 * Erases a bounded part of what lies outside the user's hash tag. Idempotent.
	 * @param cursor where the last slice ended, or the empty text for the first
	 * @param deadline when the slice has to end; what is not done by then is
	 * {@link Slice.More}
	 * @return what was found and deleted in this slice, and how it goes on
	 */
	default Slice erase(Subject subject, String cursor, Deadline deadline) {
		return Slice.Done.NOTHING;
	}

	/**
	 * Whether all that {@link #erase} erases lies below the hash tag of the user's
	 * tenant. The erasure of a whole tenant deletes that at once, so it does not ask this
	 * store for each of the tenant's users.
	 */
	default boolean isBelowTenant() {
		return false;
	}

	/**
	 * Looks for what should be gone by another way than {@link #erase}. The keys below
	 * the user's hash tag are looked for by the erasure itself.
	 */
	default Residue verify(Subject subject) {
		return Residue.NONE;
	}

	/**
	 * Whether a key of another slot that names the user by tag is one that stays after an
	 * erasure, as {@link #erase} has declared.
	 */
	default boolean keeps(Subject subject, String key) {
		return false;
	}

	/**
	 * Hands everything that is kept of the person to the sink, piece by piece: no more
	 * than one piece is held in memory.
	 */
	default void export(Subject subject, ExportSink sink) {
	}

}
