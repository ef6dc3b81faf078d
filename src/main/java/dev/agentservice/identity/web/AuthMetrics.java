package dev.agentservice.identity.web;

import java.util.EnumMap;
import java.util.Map;

import dev.agentservice.identity.refusal.AuthFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * {@code agent.auth.failures} (counter; reason): requests that were not let in. Each
 * reason is there from the start, so that its first event is a change.
 */
@Component
final class AuthMetrics {

	private final Map<AuthFailure, Counter> failures = new EnumMap<>(AuthFailure.class);

	AuthMetrics(MeterRegistry meters) {
		for (AuthFailure reason : AuthFailure.values()) {
			this.failures.put(reason, meters.counter("agent.auth.failures", "reason", reason.label()));
		}
	}

	void failed(AuthFailure reason) {
		Counter counter = this.failures.get(reason);
		if (counter != null) {
			counter.increment();
		}
	}

}
