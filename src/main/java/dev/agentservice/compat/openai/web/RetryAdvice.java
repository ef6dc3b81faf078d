package dev.agentservice.compat.openai.web;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.problem.ProblemFormat;

/**
 * Whether a client shall send the same request again by itself. Clients of this protocol
 * do so after 408, 409, 429 and 5xx unless they are told not to, and OpenAI's own wait
 * for as long as {@code Retry-After} says, be it until midnight.
 *
 * @see <a href=
 * "https://github.com/openai/openai-node/blob/master/src/client.ts">shouldRetry and
 * retryRequest of OpenAI's client</a>
 */
final class RetryAdvice {

	/** What a client may wait for while somebody waits for the client. */
	private static final Duration LONGEST = Duration.ofMinutes(1);

	/** What may have passed when the request comes again, though nobody knows when. */
	private static final Set<ProblemCode> PASSING = EnumSet.of(ProblemCode.REQUEST_TIMEOUT, ProblemCode.SESSION_BUSY,
			ProblemCode.RUN_IN_PROGRESS, ProblemCode.RATE_LIMITED, ProblemCode.OVERLOADED,
			ProblemCode.MODELS_UNAVAILABLE, ProblemCode.IDENTITY_UNAVAILABLE, ProblemCode.BUDGET_UNAVAILABLE,
			ProblemCode.GUARD_UNAVAILABLE, ProblemCode.RESTORING, ProblemCode.OWNER_LOST, ProblemCode.INTERNAL_ERROR);

	private static final Map<String, String> NOT_AGAIN = Map.of("x-should-retry", "false",
			// For clients that know only this header and would wait for seconds without
			// result.
			"retry-after-ms", "500");

	private RetryAdvice() {
	}

	/** Whether the same request may work within a minute. */
	static boolean passesSoon(ProblemException problem) {
		Duration delay = problem.retryAfter();
		return (delay != null) ? delay.compareTo(LONGEST) <= 0 : PASSING.contains(problem.code());
	}

	/** What the headers say of it. */
	static Map<String, String> headers(ProblemException problem) {
		if (!isRepeated(problem.code())) {
			return Map.of();
		}
		return passesSoon(problem) ? ProblemFormat.DOCUMENT.retryHeaders(problem) : NOT_AGAIN;
	}

	/** Whether clients send it again by themselves. */
	private static boolean isRepeated(ProblemCode code) {
		return switch (code.status()) {
			case REQUEST_TIMEOUT, CONFLICT, TOO_MANY_REQUESTS -> true;
			default -> code.status().is5xxServerError();
		};
	}

}
