package dev.agentservice.ops;

import java.util.Map;
import java.util.TreeMap;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Which of the models, tools and stores behind circuit breakers are being spared. It
 * reads the breakers' metrics, so that it knows every breaker there is without knowing
 * its owner. A dependency that fails makes the service degraded, never down: to take
 * every replica out would help nobody.
 */
@Component("breakers")
class BreakerHealth implements HealthIndicator {

	static final Status DEGRADED = new Status("DEGRADED");

	private static final String STATE = "resilience4j.circuitbreaker.state";

	private final MeterRegistry meters;

	BreakerHealth(MeterRegistry meters) {
		this.meters = meters;
	}

	@Override
	public Health health() {
		Map<String, String> states = new TreeMap<>();
		for (Gauge gauge : this.meters.find(STATE).gauges()) {
			String name = gauge.getId().getTag("name");
			if (name != null && gauge.value() == 1) {
				states.put(name, statusOf(gauge.getId().getTag("state")).getCode());
			}
		}
		boolean degraded = states.containsValue(DEGRADED.getCode());
		return Health.status(degraded ? DEGRADED : Status.UP).withDetails(states).build();
	}

	private static Status statusOf(@Nullable String state) {
		return "closed".equals(state) ? Status.UP : DEGRADED;
	}

}
