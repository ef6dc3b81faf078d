package dev.agentservice.agent.journal;

import java.time.Duration;
import java.util.List;

import org.springframework.modulith.NamedInterface;

/**
 * Keeps what a run has finished, piece by piece, so that its next attempt goes on from
 * there. The answer is not among the pieces: with it the run ends.
 */
@FunctionalInterface
@NamedInterface("journal")
public interface RunJournal {

	/** Keeps nothing. */
	RunJournal NONE = (_) -> {
	};

	/**
	 * Keeps a finished piece. Called on the run's thread, as soon as the piece exists and
	 * before anybody hears of it. It may return before the piece is durable, but pieces
	 * become so in the order of the calls, and none after one that was lost.
	 * @param entry the piece
	 * @throws RuntimeException if the run shall end here, for example because another
	 * attempt owns it
	 */
	void record(JournalEntry entry);

	/** The same, but returns only once the piece is durable. */
	default void store(JournalEntry entry) {
		record(entry);
	}

	/**
	 * Does something once the next piece is durable, or the run's end if that is next. If
	 * neither ever is, because the attempt dies or loses the run, it is not done.
	 */
	default void whenStored(Runnable work) {
		work.run();
	}

	/**
	 * Keeps that tools with side effects are about to be called. Called like
	 * {@link #record}, but returns only once that is durable.
	 * @param calls the calls that begin together
	 * @throws RuntimeException if they must not be made
	 */
	default void intend(List<JournalEntry.ToolIntended> calls) {
		calls.forEach(this::record);
	}

	/**
	 * Whether this attempt certainly still has the run. Called on any thread.
	 */
	default boolean isCertainlyOwned() {
		return true;
	}

	/**
	 * How long it takes until the owner of the attempt before, if it was frozen, can be
	 * at work no more.
	 */
	default Duration untilRepeatable() {
		return Duration.ZERO;
	}

}
