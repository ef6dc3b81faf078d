package dev.agentservice.run.owner.script;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.agentservice.support.redis.ScriptWords;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run-admit} answers.
 */
public sealed interface AdmitReply {

	/**
	 * The run is the caller's.
	 *
	 * @param begun the attempt
	 * @param document the document of the first attempt; null if this is the first, or
	 * none before called a model
	 * @param input the input of that attempt, or null if it is not stored
	 */
	record Admitted(BegunAttempt begun, @Nullable String document, @Nullable String input) implements AdmitReply {
	}

	/**
	 * The run waits for a worker.
	 *
	 * @param attempts how many owners it has had
	 * @param priority its priority among the user's runs
	 * @param since since when it waits, in ms by the clock of Redis
	 */
	record Queued(int attempts, int priority, long since) implements AdmitReply {

		/** Reads such a reply; its first element is the outcome. */
		static Queued read(List<@Nullable Object> reply) {
			return new Queued(Math.toIntExact((Long) Objects.requireNonNull(reply.get(1))),
					Integer.parseInt((String) Objects.requireNonNull(reply.get(2))),
					(Long) Objects.requireNonNull(reply.get(3)));
		}

	}

	/** It is not, and nothing was written but the user's epoch. */
	sealed interface NotAdmitted extends AdmitReply {

	}

	/** The script ran after the time until which it was waited for. */
	record Late() implements NotAdmitted {
	}

	/**
	 * Another run has the session's turn.
	 *
	 * @param epoch the user's epoch, or null if there is none yet
	 */
	record Busy(@Nullable String epoch) implements NotAdmitted {
	}

	/** It is not, because of an erasure. */
	sealed interface ForErasure extends NotAdmitted {

	}

	/** The user's data were erased since the request was answered first. */
	record Erased() implements ForErasure {
	}

	/** The user's data are being erased. */
	record Erasing() implements ForErasure {
	}

	/** The user's data were erased, and the user is not admitted any more. */
	record Blocked() implements ForErasure {
	}

	/**
	 * Too much is stored of the user.
	 *
	 * @param bytes how much
	 * @param lessIn when some of it will have expired, or null if nothing will
	 */
	record Full(long bytes, @Nullable Duration lessIn) implements NotAdmitted {
	}

	/** The idempotency key came with another request. */
	record Reused() implements NotAdmitted {
	}

	/**
	 * The run that the idempotency key stands for is at work.
	 *
	 * @param run its id
	 */
	record InProgress(String run) implements NotAdmitted {
	}

	/**
	 * The run that the idempotency key stands for is over for good.
	 *
	 * @param run its id
	 */
	record Ended(String run) implements NotAdmitted {
	}

	/**
	 * The run that the idempotency key stands for has no owner any more, and somebody has
	 * to end it first.
	 *
	 * @param run its id
	 * @param epoch the user's epoch, or null if there is none
	 */
	record Lapsed(String run, @Nullable String epoch) implements NotAdmitted {
	}

	/**
	 * The run that the idempotency key stands for may have another attempt, if that is
	 * the run to admit.
	 *
	 * @param run its id
	 * @param epoch the user's epoch, or null if there is none
	 */
	record Again(String run, @Nullable String epoch) implements NotAdmitted {
	}

	/**
	 * What the run had finished is not there any more, so it may have no other attempt.
	 *
	 * @param run its id
	 */
	record JournalLost(String run) implements NotAdmitted {

	}

	/** The first element of the reply. */
	enum Word {

		ADMITTED, QUEUED, LATE, ERASED, ERASING, BLOCKED, BUSY, FULL, REUSED, IN_PROGRESS, ENDED, LAPSED, AGAIN,
		JOURNAL_LOST;

		private static final ScriptWords<Word> WORDS = new ScriptWords<>("run-admit", Word.class);

	}

	/** The user's epoch that a request has to find again when it asks again; or null. */
	default @Nullable String generation() {
		return switch (this) {
			case Busy busy -> busy.epoch();
			case Lapsed lapsed -> lapsed.epoch();
			case Again again -> again.epoch();
			case Admitted admitted -> admitted.begun().epoch();
			case Queued _, Late _, Erased _, Erasing _, Blocked _, Full _, Reused _, InProgress _, Ended _,
					JournalLost _ ->
				null;
		};
	}

	/**
	 * Reads the reply.
	 * @throws IllegalStateException if it begins with an unknown word
	 */
	static AdmitReply read(List<@Nullable Object> reply) {
		return switch (Word.WORDS.outcome(reply.getFirst())) {
			case ADMITTED -> new Admitted(BegunAttempt.read(reply), (String) reply.get(8), (String) reply.get(9));
			case QUEUED -> Queued.read(reply);
			case LATE -> new Late();
			case ERASED -> new Erased();
			case ERASING -> new Erasing();
			case BLOCKED -> new Blocked();
			case BUSY -> new Busy((String) reply.get(1));
			case FULL -> full(reply);
			case REUSED -> new Reused();
			case IN_PROGRESS -> new InProgress(run(reply));
			case ENDED -> new Ended(run(reply));
			case LAPSED -> new Lapsed(run(reply), (String) reply.get(2));
			case AGAIN -> new Again(run(reply), (String) reply.get(2));
			case JOURNAL_LOST -> new JournalLost(run(reply));
		};
	}

	private static Full full(List<@Nullable Object> reply) {
		long lessIn = (Long) Objects.requireNonNull(reply.get(2));
		return new Full((Long) Objects.requireNonNull(reply.get(1)), (lessIn >= 0) ? Duration.ofMillis(lessIn) : null);
	}

	private static String run(List<@Nullable Object> reply) {
		return (String) Objects.requireNonNull(reply.get(1));
	}

	/**
	 * What {@code run-admit} answers, and what is to be done after it.
	 *
	 * @param reply what became of the run
	 * @param unnamed the user's epoch if it is not stored who the user is, otherwise null
	 */
	record Answer(AdmitReply reply, @Nullable String unnamed) {

		private static final int UNNAMED = 10;

		private static final int UNNAMED_WAITING = 4;

		static Answer read(List<@Nullable Object> answer) {
			AdmitReply reply = AdmitReply.read(answer);
			return switch (reply) {
				case Admitted _ -> new Answer(reply, (String) answer.get(UNNAMED));
				case Queued _ -> new Answer(reply, (String) answer.get(UNNAMED_WAITING));
				case NotAdmitted _ -> new Answer(reply, null);
			};
		}

	}

}
