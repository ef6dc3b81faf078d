package dev.agentservice.storage;

import java.time.Duration;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Refuses to store more of a user or tenant, and counts that in
 * {@code agent.storage.rejections} (scope).
 */
final class StorageRejections {

	private static final String USER = "user";

	private static final String TENANT = "tenant";

	private final Counter users;

	private final Counter tenants;

	StorageRejections(MeterRegistry meters) {
		this.users = rejections(meters, USER);
		this.tenants = rejections(meters, TENANT);
	}

	/** What a user is told. */
	ProblemException ofUser(long limit, long stored, @Nullable Duration lessIn) {
		this.users.increment();
		return exceeded(USER, limit, stored, lessIn);
	}

	/** What users of a tenant are told. */
	ProblemException ofTenant(long limit, long stored) {
		this.tenants.increment();
		return exceeded(TENANT, limit, stored, null);
	}

	private static Counter rejections(MeterRegistry meters, String scope) {
		return Counter.builder("agent.storage.rejections")
			.description("Runs that were refused because too much is stored")
			.tag("scope", scope)
			.register(meters);
	}

	private static ProblemException exceeded(String scope, long limit, long stored, @Nullable Duration lessIn) {
		ProblemException problem = new ProblemException(ProblemCode.STORAGE_EXCEEDED,
				"Too much is stored of this " + scope + ". Delete conversations that are no longer needed, or wait "
						+ "until runs and conversations have expired.")
			.with("scope", scope)
			.with("limit_bytes", limit)
			.with("stored_bytes", stored);
		return (lessIn != null) ? problem.retryAfter(lessIn) : problem;
	}

}
