package dev.agentservice.ops;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

class BreakerHealthTests {

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

	private final BreakerHealth health = new BreakerHealth(this.meters);

	@BeforeEach
	void measure() {
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(this.breakers).bindTo(this.meters);
	}

	@Test
	void withoutAnyBreakerAllIsWell() {
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void aDependencyThatIsSparedIsNamed() {
		this.breakers.circuitBreaker("openai/gpt-5.4-mini");
		CircuitBreaker spared = this.breakers.circuitBreaker("anthropic/claude-haiku-4-5");
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
		spared.transitionToOpenState();
		assertThat(this.health.health().getStatus()).isEqualTo(BreakerHealth.DEGRADED);
		assertThat(this.health.health().getDetails()).containsEntry("anthropic/claude-haiku-4-5", "DEGRADED")
			.containsEntry("openai/gpt-5.4-mini", "UP");
		spared.transitionToHalfOpenState();
		assertThat(this.health.health().getStatus()).isEqualTo(BreakerHealth.DEGRADED);
		spared.transitionToClosedState();
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UP);
	}

}
