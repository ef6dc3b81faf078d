package dev.agentservice.identity;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Credentials as a configuration would name them, for tests without one.
 */
public final class TestCredentials {

	private static final String PEPPER = "only-for-tests-only-for-tests-only";

	private TestCredentials() {
	}

	/** A configuration that names nobody. */
	public static Credentials none() {
		return new Credentials(new IdentityProperties(PEPPER, List.of(), null));
	}

	/** One key of the tenant {@code acme} that names its users. */
	public static Credentials onBehalf(String name, Ceiling ceiling) {
		return key(name, null, ceiling);
	}

	/** One key of the tenant {@code acme} that acts for one user. */
	public static Credentials ofOneUser(String name, Ceiling ceiling) {
		return key(name, "ada", ceiling);
	}

	/** A ceiling of money alone. */
	public static Ceiling usd(@Nullable String dailyUsd) {
		return new Ceiling((dailyUsd != null) ? new BigDecimal(dailyUsd) : null, null, null, false);
	}

	/** A ceiling of numbers alone. */
	public static Ceiling counts(@Nullable Long requests, @Nullable Long newUsers) {
		return new Ceiling(null, requests, newUsers, false);
	}

	private static Credentials key(String name, @Nullable String user, Ceiling ceiling) {
		return new Credentials(new IdentityProperties(PEPPER, List.of(new IdentityProperties.ApiKey(name,
				TestKey.sha256(name), "acme", user, user == null, Set.of(Scope.AGENT), true, null, ceiling)), null));
	}

}
