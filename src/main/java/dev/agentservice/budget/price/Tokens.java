package dev.agentservice.budget.price;

/**
 * The tokens one model call is charged for.
 *
 * @param input all prompt tokens, those read from or written to the provider's cache
 * included
 * @param cachedInput the part of {@code input} read from the provider's cache
 * @param cacheWrite the part of {@code input} written to the provider's cache
 * @param output completion tokens, reasoning included
 */
public record Tokens(long input, long cachedInput, long cacheWrite, long output) {

	/** More tokens than this in one call are a mistake, and could overflow its price. */
	public static final long MAX = 100_000_000;

	/**
	 * Checks the counts.
	 * @throws IllegalArgumentException if a count is negative or above {@link #MAX}
	 */
	public Tokens {
		check(input);
		check(cachedInput);
		check(cacheWrite);
		check(output);
	}

	/** The prompt tokens no cache was involved in; none if a provider miscounted. */
	long plainInput() {
		return Math.max(0, this.input - this.cachedInput - this.cacheWrite);
	}

	public static void check(long count) {
		if (count < 0 || count > MAX) {
			throw new IllegalArgumentException("A call has from 0 to " + MAX + " tokens, not " + count);
		}
	}

}
