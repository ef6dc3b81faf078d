package dev.agentservice.guard;

import java.util.List;

import dev.agentservice.guard.inspection.GuardException;
import dev.agentservice.guard.redact.finding.Redaction;

/**
 * What the texts of one run pass on their way out. A text comes in pieces; a whole one is
 * one piece. For one thread.
 */
public interface AnswerFilter {

	/** Lets everything pass. */
	AnswerFilter NONE = new AnswerFilter() {

		@Override
		public String accept(String piece) {
			return piece;
		}

		@Override
		public String finish() {
			return "";
		}

		@Override
		public List<Redaction> redactions() {
			return List.of();
		}

	};

	/**
	 * Takes the next piece of a text.
	 * @return what may go out now
	 * @throws GuardException if it cannot be looked at
	 */
	String accept(String piece);

	/**
	 * The text has ended; the next piece begins another.
	 * @return what had been held back
	 * @throws GuardException if it cannot be looked at
	 */
	String finish();

	/** What was taken out of the last text that has ended. */
	List<Redaction> redactions();

	/** A whole text, as it may go out. */
	default String whole(String text) {
		return accept(text) + finish();
	}

}
