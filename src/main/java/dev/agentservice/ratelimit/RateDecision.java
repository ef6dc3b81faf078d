package dev.agentservice.ratelimit;

import java.util.Comparator;
import java.util.List;

import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.RateStatus;

/**
 * Whether a request may pass, and how its caller stands with each limit that was asked.
 */
public sealed interface RateDecision {

	/** How the caller stands, in the order of {@link RateLimit}. */
	List<RateStatus> limits();

	/**
	 * Goes on if the request may pass.
	 * @throws RateLimitedException if not
	 */
	default void orThrow() {
		if (this instanceof Refused refused) {
			throw new RateLimitedException(refused);
		}
	}

	static RateDecision of(List<RateStatus> statuses) {
		List<RateStatus> limits = statuses.stream().sorted(Comparator.comparing(RateStatus::limit)).toList();
		return limits.stream()
			.filter((status) -> !status.allowed())
			.max(Comparator.comparing(RateStatus::reset))
			.<RateDecision>map((by) -> new Refused(limits, by))
			.orElseGet(() -> new Allowed(limits));
	}

	/**
	 * The request may pass and was counted.
	 *
	 * @param limits how the caller stands
	 */
	record Allowed(List<RateStatus> limits) implements RateDecision {

	}

	/**
	 * The request may not pass; no limit counts it.
	 *
	 * @param limits how the caller stands
	 * @param by the limit that takes longest to let the next request pass
	 */
	record Refused(List<RateStatus> limits, RateStatus by) implements RateDecision {

	}

}
