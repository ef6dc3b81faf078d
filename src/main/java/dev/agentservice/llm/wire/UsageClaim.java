package dev.agentservice.llm.wire;

import tools.jackson.databind.JsonNode;

/**
 * A provider's report of a call's usage, as far as its numbers are counts at all. Their
 * plausibility is checked elsewhere.
 *
 * @param input all prompt tokens, those from and to a cache included; {@link #UNSAID} if
 * it did not report it
 * @param cached those of them that were read from a cache
 * @param cacheWrite those of them that were written to a cache
 * @param output completion tokens, thoughts included; {@link #UNSAID} if it did not say
 */
public record UsageClaim(long input, long cached, long cacheWrite, long output) {

	/** Not reported, or not a count. */
	public static final long UNSAID = -1;

	/** Nothing was reported. */
	public static final UsageClaim NONE = new UsageClaim(UNSAID, 0, 0, UNSAID);

	/** A count: whole, not negative, and no larger than an {@code int} can hold. */
	public static long count(JsonNode number) {
		return (number.isIntegralNumber() && number.canConvertToInt() && number.asInt() >= 0) ? number.asInt() : UNSAID;
	}

	/** A count that may be left out. */
	public static long countOrZero(JsonNode number) {
		return Math.max(0, count(number));
	}

	/** Whether prompt and completion were reported. */
	public boolean isComplete() {
		return this.input != UNSAID && this.output != UNSAID;
	}

	/**
	 * Both claims, where each may have been reported at another time: the larger counts.
	 */
	public UsageClaim with(UsageClaim later) {
		return new UsageClaim(Math.max(this.input, later.input), Math.max(this.cached, later.cached),
				Math.max(this.cacheWrite, later.cacheWrite), Math.max(this.output, later.output));
	}

}
