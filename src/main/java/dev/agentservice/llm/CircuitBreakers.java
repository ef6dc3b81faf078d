package dev.agentservice.llm;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.agentservice.llm.ModelException.Kind;
import dev.agentservice.support.CircuitBreakerLimits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Spares models that fail: one circuit breaker for each. Only failures that speak against
 * the model count; a run that was cancelled or could not pay says nothing about it. As
 * with all metrics, models that the configuration does not list make no series.
 */
final class CircuitBreakers {

	private static final Set<Kind> AGAINST_THE_MODEL = EnumSet.of(Kind.RATE_LIMITED, Kind.UNAVAILABLE, Kind.CONNECTION,
			Kind.TIMEOUT, Kind.MALFORMED);

	private final CircuitBreakerRegistry listed;

	private final CircuitBreakerRegistry unlisted;

	private final ModelCatalog models;

	private final LlmProperties properties;

	CircuitBreakers(LlmProperties properties, ModelCatalog models, MeterRegistry meters) {
		this.listed = CircuitBreakerRegistry.ofDefaults();
		this.unlisted = CircuitBreakerRegistry.ofDefaults();
		this.models = models;
		this.properties = properties;
		TaggedCircuitBreakerMetrics.ofCircuitBreakerRegistry(this.listed).bindTo(meters);
	}

	private static CircuitBreakerConfig config(CircuitBreakerLimits limits) {
		return limits.config()
			.recordException(CircuitBreakers::isAgainstTheModel)
			.ignoreException((failure) -> !(failure instanceof ModelException))
			.build();
	}

	private static boolean isAgainstTheModel(Throwable failure) {
		return failure instanceof ModelException ex && AGAINST_THE_MODEL.contains(ex.kind());
	}

	/**
	 * Makes a call, unless the model is being spared.
	 * @throws ModelException of kind {@link Kind#CIRCUIT_OPEN} if it is
	 */
	ModelReply call(ModelId model, Supplier<ModelReply> call) {
		CircuitBreaker breaker = breaker(model);
		if (!breaker.tryAcquirePermission()) {
			throw new ModelException(model, Kind.CIRCUIT_OPEN, limits(model).open(), null);
		}
		long start = System.nanoTime();
		try {
			ModelReply reply = call.get();
			breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return reply;
		}
		catch (RuntimeException | Error ex) {
			breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, ex);
			throw ex;
		}
	}

	private CircuitBreaker breaker(ModelId model) {
		return (this.models.knows(model) ? this.listed : this.unlisted).circuitBreaker(model.toString(),
				() -> config(limits(model)));
	}

	private CircuitBreakerLimits limits(ModelId model) {
		return this.properties.resilience(model.provider()).breaker();
	}

}
