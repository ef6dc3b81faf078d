package dev.agentservice.budget.price;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What a model costs, in USD per million tokens with at most six decimals. One such USD
 * is a million pico-USD per token, so every price is a whole number of pico-USD and a
 * call's cost is exact until it is rounded up to nano-USD.
 *
 * @param input prompt tokens no cache was involved in
 * @param cachedInput prompt tokens read from the provider's cache
 * @param cacheWrite prompt tokens written to the provider's cache
 * @param output completion tokens, reasoning included
 */
public record Price(BigDecimal input, BigDecimal cachedInput, BigDecimal cacheWrite, BigDecimal output) {

	private static final BigDecimal ABSURD = new BigDecimal(10_000);

	private static final long PICO_PER_NANO = 1_000;

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if one is missing, negative, above 10,000 or too
	 * fine, or if reading the cache costs more than the worst case assumes
	 */
	public Price {
		check("input", input);
		check("cached-input", cachedInput);
		check("cache-write", cacheWrite);
		check("output", output);
		if (cachedInput.compareTo(input.max(cacheWrite)) > 0) {
			throw new IllegalArgumentException("cached-input costs more than input and cache-write");
		}
	}

	/** What a call cost, in nano-USD, rounded up. */
	public long costNano(Tokens tokens) {
		return roundUp(tokens.plainInput() * pico(this.input) + tokens.cachedInput() * pico(this.cachedInput)
				+ tokens.cacheWrite() * pico(this.cacheWrite) + tokens.output() * pico(this.output));
	}

	/**
	 * The most a call can cost.
	 * @param promptTokens an upper bound of its prompt tokens
	 * @param outputTokens the output cap that is sent to the provider
	 * @return nano-USD, rounded up
	 */
	public long worstCaseNano(long promptTokens, long outputTokens) {
		Tokens.check(outputTokens);
		return roundUp(worstPromptPico(promptTokens) + outputTokens * pico(this.output));
	}

	/**
	 * The largest output cap whose worst case costs no more than an amount.
	 * @param promptTokens an upper bound of the call's prompt tokens
	 * @param amountNano nano-USD
	 * @return the cap, at most {@link Tokens#MAX}; negative if the amount does not even
	 * pay for the prompt
	 */
	public long largestOutput(long promptTokens, long amountNano) {
		long left = Math.multiplyExact(amountNano, PICO_PER_NANO) - worstPromptPico(promptTokens);
		if (left < 0) {
			return -1;
		}
		long perToken = pico(this.output);
		return (perToken == 0) ? Tokens.MAX : Math.min(Tokens.MAX, left / perToken);
	}

	/**
	 * The largest prompt whose worst case costs no more than an amount.
	 * @param amountNano nano-USD
	 * @return its tokens, at most {@link Tokens#MAX}
	 */
	public long largestPrompt(long amountNano) {
		long perToken = worstPromptPico(1);
		return (perToken == 0) ? Tokens.MAX
				: Math.min(Tokens.MAX, Math.multiplyExact(amountNano, PICO_PER_NANO) / perToken);
	}

	private long worstPromptPico(long promptTokens) {
		Tokens.check(promptTokens);
		return promptTokens * pico(this.input.max(this.cacheWrite));
	}

	// At most 10,000 USD * 10^6 * Tokens.MAX * 4 = 4 * 10^18, which a long can hold.
	private static long pico(BigDecimal usdPerMillion) {
		return usdPerMillion.movePointRight(6).longValueExact();
	}

	private static long roundUp(long pico) {
		return Math.ceilDiv(pico, PICO_PER_NANO);
	}

	private static void check(String name, @Nullable BigDecimal price) {
		if (price == null) {
			throw new IllegalArgumentException(name + " is missing");
		}
		if (price.signum() < 0 || price.compareTo(ABSURD) > 0) {
			throw new IllegalArgumentException(name + " is " + price + ", not from 0 to 10000 USD per million tokens");
		}
		if (price.stripTrailingZeros().scale() > 6) {
			throw new IllegalArgumentException(name + " has more than six decimals");
		}
	}

}
