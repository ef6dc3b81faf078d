package dev.agentservice.run.owner.script;

import java.util.List;

import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run-claim} answers.
 */
public sealed interface ClaimReply {

	/**
	 * The run is the caller's.
	 *
	 * @param begun the attempt
	 * @param resumption what was before it
	 */
	record Claimed(BegunAttempt begun, BegunAttempt.Resumption resumption) implements ClaimReply {
	}

	/**
	 * It is not, and nothing was written.
	 *
	 * @param reason why
	 */
	record NotClaimed(Reason reason) implements ClaimReply {
	}

	/** Why a claim was refused. */
	enum Reason {

		/** The script ran after the time until which it was waited for. */
		LATE,
		/** There is no such run. */
		GONE,
		/** Only its client knows what it is to do. */
		NOT_STORED,
		/** The user's data were erased since it was admitted. */
		ERASED,
		/** Its owner is at work. */
		OWNED,
		/** Its owner is gone, and somebody has to end it first. */
		LAPSED,
		/** It has ended and may not be continued. */
		OVER,
		/** Another run has the session's turn. */
		BUSY,
		/** Its time to live is up, and somebody has to end it. */
		EXPIRED,
		/** What it has finished is gone, and somebody has to end it. */
		JOURNAL_LOST,
		/** A newer release wrote its journal. */
		UNREADABLE;

		private static final ScriptWords<Reason> WORDS = new ScriptWords<>("run-claim", Reason.class);

	}

	/**
	 * Reads the reply.
	 * @throws IllegalStateException if it begins with an unknown word
	 */
	static ClaimReply read(List<@Nullable Object> reply) {
		return "claimed".equals(reply.getFirst())
				? new Claimed(BegunAttempt.read(reply), BegunAttempt.Resumption.read(reply))
				: new NotClaimed(Reason.WORDS.outcome(reply.getFirst()));
	}

}
