package dev.agentservice.budget.price;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a tool costs that runs at a provider, beside the tokens of its results.
 *
 * @param call USD per call; null for a tool that is not charged by calls
 * @param session USD per session of a container, which lasts {@link #SESSION_MINUTES};
 * null for a tool without one
 * @param hour USD per hour of work, by the millisecond; null for what is not charged by
 * time
 */
public record HostedPrice(@Nullable BigDecimal call, @Nullable BigDecimal session, @Nullable BigDecimal hour) {

	/** How long a session of a container lasts: then the next one is charged. */
	public static final int SESSION_MINUTES = 20;

	private static final BigDecimal ABSURD = new BigDecimal(100);

	/** It costs nothing. */
	public static final HostedPrice FREE = new HostedPrice(BigDecimal.ZERO, null, null);

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if all are missing, or one is negative, above 100
	 * or finer than a nano-USD
	 */
	public HostedPrice {
		if (call == null && session == null && hour == null) {
			throw new IllegalArgumentException("call, session and hour are missing: say one of them, in USD");
		}
		check("call", call);
		check("session", session);
		check("hour", hour);
	}

	/** USD per call, in nano-USD. */
	public long callNano() {
		return nano(this.call);
	}

	/** USD per session of a container, in nano-USD. */
	public long sessionNano() {
		return nano(this.session);
	}

	/** The price of so much work, in nano-USD, rounded up. */
	public long workNano(Duration work) {
		return Math.ceilDiv(nano(this.hour) * work.toMillis(), Duration.ofHours(1).toMillis());
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
