package dev.agentservice.agent.journal;

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

}
