package dev.agentservice.ratelimit;

import dev.agentservice.identity.ConfiguredCredential;
import dev.agentservice.identity.Credentials;
import dev.agentservice.ratelimit.bucket.RateLimit;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * {@code agent.ratelimit.rejections} (counter; limit): what limits refused;
 * {@code agent.users.new} (counter; credential): users nobody had heard of, by the
 * configured name of the credential that named them. All are there from the start, so
 * that their first event is a change.
 */
final class RateLimitMetrics {

	private final MeterRegistry meters;

	RateLimitMetrics(MeterRegistry meters, Credentials credentials) {
		this.meters = meters;
		for (RateLimit limit : RateLimit.values()) {
			rejections(limit);
		}
		credentials.all()
			.stream()
			.filter(ConfiguredCredential::namesUsers)
			.forEach((credential) -> newUsers(credential.name()));
	}

	void refused(RateLimit by) {
		rejections(by).increment();
	}

	void newUser(String credential) {
		newUsers(credential).increment();
	}

	private Counter rejections(RateLimit limit) {
		return this.meters.counter("agent.ratelimit.rejections", "limit", limit.label());
	}

	private Counter newUsers(String credential) {
		return this.meters.counter("agent.users.new", "credential", credential);
	}

}
