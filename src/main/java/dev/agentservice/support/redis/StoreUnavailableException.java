package dev.agentservice.support.redis;

import java.time.Duration;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * Redis refused, or did not answer in time. What the script should have done may or may
 * not have happened; it is never repeated behind the caller's back.
 */
public final class StoreUnavailableException extends ProblemException {

	private final String script;

	public StoreUnavailableException(String script, Throwable cause) {
		super(ProblemCode.BUDGET_UNAVAILABLE,
				"The service cannot reach its store, so it starts nothing. Please try again in a moment.", cause);
		this.script = script;
		retryAfter(Duration.ofSeconds(1));
	}

	/** A Redis beside the main one. */
	StoreUnavailableException(ProblemCode code, String script, Throwable cause) {
		super(code, "The service cannot reach the store of this right now. Please try again in a moment.", cause);
		this.script = script;
		retryAfter(Duration.ofSeconds(1));
	}

	/** The script that was not answered, for logs. */
	public String script() {
		return this.script;
	}

}
