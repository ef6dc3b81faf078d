package dev.agentservice.run.owner.waiting;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run-requeue} answers.
 *
 * @param outcome whether the run waits for another owner
 * @param next the run that is next in line for the session's turn, or null
 * @param expiresIn the time until it expires, if it waits
 */
public record RequeueReply(Outcome outcome, @Nullable String next, Duration expiresIn) {

	/** A pause after which somebody looks at the run, no later than when it expires. */
	public Duration pause(Duration wanted) {
		Duration expired = this.expiresIn.plusMillis(1);
		return (wanted.compareTo(expired) < 0) ? wanted : expired;
	}

	/** What became of the run. */
	public enum Outcome {

		/** It waits for another owner. */
		QUEUED,
		/** The user's data were erased since it was admitted. */
		ERASED,
		/** It has another owner, or none any more. */
		FENCED_OFF,
		/** It was asked to stop, and has to end. */
		CANCELLING;

		private static final ScriptWords<Outcome> WORDS = new ScriptWords<>("run-requeue", Outcome.class);

	}

	static RequeueReply read(List<@Nullable Object> reply) {
		return new RequeueReply(Outcome.WORDS.outcome(reply.getFirst()), (String) reply.get(1),
				Duration.ofMillis((Long) Objects.requireNonNull(reply.get(2))));
	}

}
