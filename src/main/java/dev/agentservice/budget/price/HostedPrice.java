package dev.agentservice.budget.price;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

/**
 * What a tool costs that runs at a provider, beside the tokens of its results.
 *
 * @param call USD per call; null for a tool that is not charged by calls
 * @param session USD per session of a container, which lasts {@link #SESSION_MINUTES};
 * null for a tool without one
 */
public record HostedPrice(@Nullable BigDecimal call, @Nullable BigDecimal session) {

	/** How long a session of a container lasts: then the next one is charged. */
	public static final int SESSION_MINUTES = 20;

	private static final BigDecimal ABSURD = new BigDecimal(100);

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if both are missing, or one is negative, above 100
	 * or finer than a nano-USD
	 */
	public HostedPrice {
		if (call == null && session == null) {
			throw new IllegalArgumentException("call and session are missing: say one of them, in USD");
		}
		check("call", call);
		check("session", session);
	}

	/** USD per call, in nano-USD. */
	public long callNano() {
		return nano(this.call);
	}

	/** USD per session of a container, in nano-USD. */
	public long sessionNano() {
		return nano(this.session);
	}

	/** The most that one call can cost that lasts for so many sessions, in nano-USD. */
	public long worstNano(int sessions) {
		return callNano() + sessions * sessionNano();
	}

	private static long nano(@Nullable BigDecimal usd) {
		return (usd != null) ? NanoUsd.of(usd) : 0;
	}

	private static void check(String name, @Nullable BigDecimal usd) {
		if (usd == null) {
			return;
		}
		if (usd.signum() < 0 || usd.compareTo(ABSURD) > 0) {
			throw new IllegalArgumentException(name + " is " + usd + ", not from 0 to 100 USD");
		}
		if (usd.stripTrailingZeros().scale() > 9) {
			throw new IllegalArgumentException(name + " has more than nine decimals");
		}
	}

}
