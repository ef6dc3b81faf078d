package dev.agentservice.support.personal;

import java.time.Instant;
import java.util.List;

/**
 * What one slice of an erasure did, and how it goes on. Counts are of this slice alone. A
 * replica may die between a slice and the note of it: a store whose counts are to be
 * right even then counts in one slice and deletes in the next.
 */
public sealed interface Slice {

	/** How many pieces of data were found. */
	long found();

	/** How many of them were deleted, or made anonymous. */
	long deleted();

	/**
	 * There is more to erase.
	 *
	 * @param cursor where the next slice begins
	 */
	record More(long found, long deleted, String cursor) implements Slice {
	}

	/**
	 * Nothing is left but what is kept.
	 *
	 * @param kept what stays, and why
	 */
	record Done(long found, long deleted, List<Kept> kept) implements Slice {

		/** There was nothing. */
		public static final Done NOTHING = new Done(0, 0, List.of());

		public Done {
			kept = List.copyOf(kept);
		}

	}

	/**
	 * The rest may be erased only later; until then it is kept. The erasure may complete
	 * meanwhile.
	 *
	 * @param kept what stays until then, and why
	 * @param cursor where the slice begins that erases it
	 * @param at when to erase it
	 */
	record Later(long found, long deleted, List<Kept> kept, String cursor, Instant at) implements Slice {

		public Later {
			kept = List.copyOf(kept);
		}

	}

}
