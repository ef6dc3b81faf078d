package dev.agentservice.tool.resilience;

import dev.agentservice.support.resilience.RetryBudget;
import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedBulkheadMetrics;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * The breakers and bulkheads of all tools, visible in the metrics under the tools' names,
 * and the retry budget they share.
 */
public final class ResilienceRegistry {

	private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

	private final BulkheadRegistry bulkheads = BulkheadRegistry.ofDefaults();

	private final RetryBudget retryBudget;

	private final MeterRegistry meters;

	public ResilienceRegistry(RetryBudget.Limits retryBudget, MeterRegistry meters) {
		this.retryBudget = new RetryBudget(retryBudget, System::nanoTime);
		this.meters = meters;
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(this.breakers).bindTo(meters);
		TaggedBulkheadMetrics.ofBulkheadRegistry(this.bulkheads).bindTo(meters);
	}

	/** What protects a tool. Asking twice for the same tool brings the same breaker. */
	public ToolResilience of(String tool, ResilienceProperties settings) {
		return new ToolResilience(this.breakers.circuitBreaker(tool, settings.breaker().config().build()),
				this.bulkheads.bulkhead(tool, ToolResilience.bulkheadConfig(settings)), settings, this.retryBudget,
				this.meters);
	}

}
