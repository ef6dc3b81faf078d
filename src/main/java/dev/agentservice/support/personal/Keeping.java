package dev.agentservice.support.personal;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One kind of personal data: what it is, what it is kept for, and how long. The record of
 * processing is the list of all of them.
 *
 * @param what for example {@code conversations}
 * @param purpose what it is kept for
 * @param time how long it is kept, as configured; null if something else ends it
 * @param after what the time counts from, for example {@code the last turn}; without a
 * time, what ends it
 * @param erasure what an erasure makes of it
 */
public record Keeping(String what, String purpose, @Nullable Duration time, String after, Erasure erasure) {

	/** What an erasure makes of a kind of data. */
	public enum Erasure {

		/** It is deleted. */
		DELETED,

		/** It stays, but no longer belongs to a person. */
		ANONYMOUS,

		/** It stays until its time is over, and the receipt says so. */
		KEPT

	}

}
