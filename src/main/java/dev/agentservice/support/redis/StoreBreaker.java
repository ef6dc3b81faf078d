package dev.agentservice.support.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Knows for a moment that Redis does not answer, so that not everybody has to find out.
 */
final class StoreBreaker {

	private final CircuitBreaker breaker;

	/**
	 * A breaker.
	 * @param name by which its metrics know it
	 */
	StoreBreaker(String name, RedisProperties.Breaker limits, MeterRegistry meters) {
		CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(config(limits));
		this.breaker = registry.circuitBreaker(name);
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(registry).bindTo(meters);
	}

	private static CircuitBreakerConfig config(RedisProperties.Breaker limits) {
		return CircuitBreakerConfig.custom()
			.slidingWindowType(SlidingWindowType.COUNT_BASED)
			.slidingWindowSize(limits.window())
			.minimumNumberOfCalls(limits.minimumCalls())
			.failureRateThreshold(limits.failureRate())
			.waitDurationInOpenState(limits.open())
			.permittedNumberOfCallsInHalfOpenState(limits.probes())
			.recordException(StoreBreaker::isOutage)
			.build();
	}

	/** A Redis that complains about a script is there. */
	private static boolean isOutage(Throwable failure) {
		return switch (ScriptOutcome.of(failure)) {
			case TIMEOUT, UNAVAILABLE -> true;
			case SUCCESS, SPARED, ERROR -> false;
		};
	}

	/**
	 * Makes a call, unless the circuit of Redis is open.
	 * @param call answers with a future that is completed in any case
	 * @return its answer, or a {@link CallNotPermittedException}
	 */
	<T extends @Nullable Object> CompletableFuture<T> call(Supplier<CompletableFuture<T>> call) {
		if (!this.breaker.tryAcquirePermission()) {
			return CompletableFuture
				.failedFuture(CallNotPermittedException.createCallNotPermittedException(this.breaker));
		}
		long start = System.nanoTime();
		return call.get().whenComplete((_, failure) -> {
			long took = System.nanoTime() - start;
			if (failure == null) {
				this.breaker.onSuccess(took, TimeUnit.NANOSECONDS);
			}
			else {
				this.breaker.onError(took, TimeUnit.NANOSECONDS, failure);
			}
		});
	}

}
