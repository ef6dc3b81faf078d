package dev.agentservice.session;

import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;

/**
 * A turn that could not be written because it was no longer the run's to write. Nothing
 * was changed.
 */
public final class TurnLostException extends ProblemException {

	/** Why the turn was lost. */
	public enum Reason {

		/** The lease ran out, and perhaps another run went on with the session. */
		FENCED_OFF,
		/** The user's data were erased while the run was working. */
		ERASED

	}

	private final Reason reason;

	TurnLostException(Reason reason) {
		super((reason == Reason.ERASED) ? ProblemCode.NOT_FOUND : ProblemCode.SESSION_BUSY, switch (reason) {
			case FENCED_OFF -> "The session was given to another run because this one was gone for too long. "
					+ "Its answer was not kept.";
			case ERASED -> "The session was erased while the run was working. Its answer was not kept.";
		});
		this.reason = reason;
	}

	public Reason reason() {
		return this.reason;
	}

}
