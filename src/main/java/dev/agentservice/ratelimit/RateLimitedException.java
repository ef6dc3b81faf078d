package dev.agentservice.ratelimit;

import dev.agentservice.ratelimit.bucket.RateStatus;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemFormat;

/**
 * A limit refused the request. The member {@code limit} of the problem names it.
 */
public final class RateLimitedException extends ProblemException {

	private final transient RateDecision.Refused decision;

	public RateLimitedException(RateDecision.Refused decision) {
		super(ProblemCode.RATE_LIMITED, detail(decision.by()));
		this.decision = decision;
		with("limit", decision.by().limit().label());
		retryAfter(decision.by().reset());
	}

	/** How the caller stands with all limits. */
	public RateDecision.Refused decision() {
		return this.decision;
	}

	/**
	 * Nobody asks where it comes from, and to find that out would be a large part of what
	 * a refused request costs.
	 */
	@Override
	public synchronized Throwable fillInStackTrace() {
		return this;
	}

	private static String detail(RateStatus by) {
		String what = switch (by.limit()) {
			case USER_REQUESTS -> "requests of this user";
			case KEY_REQUESTS -> "requests with this credential";
			case USER_TOKENS -> "prompt tokens of this user";
			case USER_BYTES -> "bytes of text of this user";
			case KEY_BYTES -> "bytes of text with this credential";
			case USER_REFUSALS -> "refused texts of this user";
			case NEW_USERS -> "new users of this credential";
			case USER_READS -> "requests of this user";
			case KEY_READS -> "requests with this credential";
		};
		return "Too many " + what + ": " + by.quota().capacity() + " are allowed per " + by.quota().period().toSeconds()
				+ " seconds. Please try again in " + ProblemFormat.seconds(by.reset()) + " seconds.";
	}

}
