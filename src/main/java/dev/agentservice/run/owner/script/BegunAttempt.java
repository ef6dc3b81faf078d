package dev.agentservice.run.owner.script;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What {@code run-admit} and {@code run-claim} have in common when they give a run away.
 *
 * @param attempt the fencing token
 * @param first the number of the attempt's first event
 * @param finished what earlier attempts have finished, as they recorded it
 * @param epoch the user's epoch at admission
 * @param head the head of the session as it is stored, or null without one
 * @param turns the latest turns of the session as they are stored, oldest first; null for
 * one that is not there
 * @param seal what seals the lines of the interaction log today, or null
 */
public record BegunAttempt(int attempt, long first, List<String> finished, String epoch, @Nullable String head,
		List<?> turns, @Nullable String seal) {

	public BegunAttempt {
		finished = List.copyOf(finished);
	}

	/** Reads such a reply; its first element is the outcome. */
	static BegunAttempt read(List<@Nullable Object> reply) {
		List<?> finished = (List<?>) Objects.requireNonNull(reply.get(3));
		return new BegunAttempt(Math.toIntExact((Long) Objects.requireNonNull(reply.get(1))),
				(Long) Objects.requireNonNull(reply.get(2)), finished.stream().map(String::valueOf).toList(),
				(String) Objects.requireNonNull(reply.get(4)), (String) reply.get(5),
				(List<?>) Objects.requireNonNull(reply.get(6)), (String) reply.get(7));
	}

	/**
	 * What else {@code run-claim} says.
	 *
	 * @param resumed why the run has a new owner, as its events say it; null if it has
	 * its first
	 * @param answerBegun whether pieces of an answer were emitted before
	 */
	public record Resumption(@Nullable String resumed, boolean answerBegun) {

		/** A run that its client has started. */
		public static final Resumption NONE = new Resumption(null, false);

		static Resumption read(List<@Nullable Object> reply) {
			return new Resumption((String) reply.get(8), Long.valueOf(1).equals(reply.get(9)));
		}

	}

}
