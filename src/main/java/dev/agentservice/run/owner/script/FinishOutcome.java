package dev.agentservice.run.owner.script;

import java.util.Locale;

import dev.agentservice.run.outcome.Ending;

/**
 * What {@code run-finish} answers: the status that the run has ended with, or why it has
 * not.
 */
public enum FinishOutcome {

	/** It has an answer, which is in its session. */
	SUCCEEDED(true),
	/** It has none, by our or a provider's fault. */
	FAILED(true),
	/** A limit or a rule ended it. */
	REJECTED(true),
	/** It was asked to stop. */
	CANCELLED(true),
	/** The user's data were erased since it was admitted. */
	ERASED(false),
	/** It has another owner, or none any more. */
	FENCED_OFF(false),
	/** The session is not as the run had read it. */
	CHANGED(false);

	private final boolean ended;

	FinishOutcome(boolean ended) {
		this.ended = ended;
	}

	/** Whether it has ended, now or before; if not, nothing was written. */
	public boolean ended() {
		return this.ended;
	}

	/** Whether it has ended with the status that its owner wanted. */
	public boolean matches(Ending wanted) {
		return name().toLowerCase(Locale.ROOT).equals(wanted.status());
	}

}
