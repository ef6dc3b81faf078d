package dev.agentservice.run;

import java.util.function.Supplier;

import dev.agentservice.session.OpenSession;
import dev.agentservice.support.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying to take a session's turn without waiting.
 *
 * @param session the open session, or null
 * @param problem why there is none, or null
 * @param mayWait whether the client would rather wait for the turn
 */
record Attempt(@Nullable OpenSession session, @Nullable ProblemException problem, boolean mayWait) {

	/** The session, by waiting for it if need be. */
	OpenSession sessionOr(Supplier<OpenSession> waiting) {
		if (this.session != null) {
			return this.session;
		}
		if (this.mayWait || this.problem == null) {
			return waiting.get();
		}
		throw this.problem;
	}

	/** Gives the turn back, if it was had. */
	void close() {
		if (this.session != null) {
			this.session.close();
		}
	}

}
