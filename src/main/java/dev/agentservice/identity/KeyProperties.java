package dev.agentservice.identity;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How the issuer's keys are kept. Who sends an invented key id makes nobody but the
 * issuer's next fetch busy, and keeps nobody else out.
 *
 * @param maxAge how long fetched keys count: so long a key that the issuer has withdrawn
 * is still accepted
 * @param outage for how much longer they count while the issuer cannot be reached; then
 * JWTs are 503
 * @param refreshInterval the shortest time between two fetches; a token with a key id
 * that is new waits for the next one
 * @param maxWaiting how many requests may wait for it; more are 503
 * @param unknownFor how long a key id that the issuer did not know is 401 without asking
 * again
 * @param maxUnknown how many such key ids are remembered; the oldest goes first
 */
public record KeyProperties(@DefaultValue("5m") Duration maxAge, @DefaultValue("1h") Duration outage,
		@DefaultValue("2s") Duration refreshInterval, @DefaultValue("200") int maxWaiting,
		@DefaultValue("30s") Duration unknownFor, @DefaultValue("1000") int maxUnknown) {

	public KeyProperties {
		require(maxAge.isPositive(), "max-age must be positive");
		require(!outage.isNegative(), "outage must not be negative");
		require(refreshInterval.isPositive(), "refresh-interval must be positive");
		require(maxWaiting > 0, "max-waiting must be positive");
		require(!unknownFor.isNegative(), "unknown-for must not be negative");
		require(maxUnknown > 0, "max-unknown must be positive");
	}

	private static void require(boolean condition, String reason) {
		Assert.isTrue(condition, "agent-service.identity.jwt.keys." + reason);
	}

}
