package dev.agentservice.knowledge.index;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.support.resilience.CircuitBreakerLimits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Knows for a moment that an index outside of this process does not answer, so that not
 * every search has to find out. Thread-safe.
 */
public final class IndexBreaker {

	private final CircuitBreaker breaker;

	private final Duration open;

	private volatile long openedAt;

	/**
	 * A closed one.
	 * @param name of the index, in metrics
	 */
	public IndexBreaker(String name, CircuitBreakerLimits limits, MeterRegistry meters) {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(limits.config()
			.recordException((failure) -> failure instanceof IndexUnavailableException index && index.isOutage())
			.build());
		this.breaker = registry.circuitBreaker(name);
		this.open = limits.open();
		this.breaker.getEventPublisher().onStateTransition((_) -> this.openedAt = System.nanoTime());
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
	}

	/** Whether a call would be refused at once; not if it is time for another attempt. */
	public boolean isOpen() {
		return this.breaker.getState() == CircuitBreaker.State.OPEN
				&& System.nanoTime() - this.openedAt < this.open.toNanos();
	}

	/**
	 * Makes a call, unless the circuit is open.
	 * @throws IndexUnavailableException if the index does not answer, or is known not to
	 */
	public <T> T call(Supplier<T> call) {
		if (!this.breaker.tryAcquirePermission()) {
			throw new IndexUnavailableException("the index did not answer lately", null);
		}
		long start = System.nanoTime();
		try {
			T answer = call.get();
			this.breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return answer;
		}
		catch (RuntimeException | Error ex) {
			this.breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, ex);
			throw ex;
		}
	}

}
