package dev.agentservice.budget.price;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Money is counted in whole nano-USD: 1 USD is 1,000,000,000 of them.
 */
public final class NanoUsd {

	/** Nano-USD in one USD. */
	public static final long PER_USD = 1_000_000_000L;

	/**
	 * The largest amount or limit: 4,000,000 USD. The scripts in Redis count in doubles,
	 * which are exact up to 2^53 (9,007,199 USD), so the sum of two such amounts still
	 * is.
	 */
	public static final long MAX = 4_000_000L * PER_USD;

	private NanoUsd() {
	}

	/**
	 * An amount of USD in nano-USD, rounded down.
	 * @param usd the amount, from 0 to 4,000,000
	 * @return the same in nano-USD
	 * @throws IllegalArgumentException if the amount is negative or larger
	 */
	public static long of(BigDecimal usd) {
		if (usd.signum() < 0 || usd.compareTo(toUsd(MAX)) > 0) {
			throw new IllegalArgumentException("An amount of USD is from 0 to 4000000");
		}
		return usd.movePointRight(9).setScale(0, RoundingMode.DOWN).longValueExact();
	}

	/** An amount of nano-USD in USD, exactly, without needless zeros. */
	public static BigDecimal toUsd(long nano) {
		BigDecimal usd = BigDecimal.valueOf(nano, 9).stripTrailingZeros();
		return (usd.scale() < 0) ? usd.setScale(0) : usd;
	}

}
