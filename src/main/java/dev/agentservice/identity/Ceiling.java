package dev.agentservice.identity;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * What a credential may use up at most, whomever it acts for: a key that leaks, or an
 * issuer that goes wrong, can invent users, and each of them has limits of its own.
 *
 * @param dailyUsd what all calls with the credential may spend in a day within a tenant,
 * in USD, from 0 to 4,000,000. Failure mode: closed, as all budgets
 * @param requests runs per {@code agent-service.rate-limits.key-requests.period}, in
 * place of the capacity there
 * @param newUsers new users per {@code agent-service.rate-limits.new-users.period}, in
 * place of the capacity there
 * @param unlimited says that no limit of money is wanted: without it a credential that
 * names its users needs one, its own or the tenant's, or the service does not start
 */
public record Ceiling(@Nullable BigDecimal dailyUsd, @Nullable Long requests, @Nullable Long newUsers,
		boolean unlimited) {

	/** What stands where nothing is configured. */
	static final Ceiling UNSET = new Ceiling(null, null, null, false);

	private static final BigDecimal MAX_USD = BigDecimal.valueOf(4_000_000);

	private static final long MAX_COUNT = 1_000_000_000;

	public Ceiling {
		Assert.isTrue(dailyUsd == null || (dailyUsd.signum() >= 0 && dailyUsd.compareTo(MAX_USD) <= 0),
				"ceiling.daily-usd must be from 0 to 4000000");
		Assert.isTrue(isCount(requests), "ceiling.requests must be from 1 to a billion");
		Assert.isTrue(isCount(newUsers), "ceiling.new-users must be from 1 to a billion");
		Assert.isTrue(!unlimited || dailyUsd == null, "ceiling has either daily-usd or unlimited: true");
	}

	private static boolean isCount(@Nullable Long value) {
		return value == null || (value >= 1 && value <= MAX_COUNT);
	}

}
