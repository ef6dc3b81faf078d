package dev.agentservice.run.owner.waiting;

import java.util.List;
import java.util.Objects;

import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run-redrive} answers.
 *
 * @param outcome whether the run waits for another owner now
 * @param attempts how many owners it has had; -1 if it does not wait
 */
public record RedriveReply(Outcome outcome, int attempts) {

	/** What became of the run. */
	public enum Outcome {

		/** It waits now. */
		QUEUED,
		/** There is no such run. */
		GONE,
		/** It has not ended. */
		WAITS,
		/** It may not be continued. */
		OVER,
		/** The user's data were erased since it was admitted. */
		ERASED;

		private static final ScriptWords<Outcome> WORDS = new ScriptWords<>("run-redrive", Outcome.class);

	}

	static RedriveReply read(List<@Nullable Object> reply) {
		Outcome outcome = Outcome.WORDS.outcome(reply.getFirst());
		return new RedriveReply(outcome,
				(outcome == Outcome.QUEUED) ? Math.toIntExact((Long) Objects.requireNonNull(reply.get(1))) : -1);
	}

}
