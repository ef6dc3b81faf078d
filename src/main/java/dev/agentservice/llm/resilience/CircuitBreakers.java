package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.support.LatestUsed;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetrics;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * One circuit breaker for each model and use of it. Only failures of the model itself
 * count; a run that was cancelled or could not pay says nothing about it. As with all
 * metrics, models that the configuration does not list make no series.
 */
public final class CircuitBreakers {

	private static final Set<Kind> AGAINST_THE_MODEL = EnumSet.of(Kind.RATE_LIMITED, Kind.UNAVAILABLE, Kind.CONNECTION,
			Kind.TIMEOUT, Kind.MALFORMED);

	/** Far more than agents name. An unlisted model beyond them begins anew. */
	private static final int MOST_MODELS = 1000;

	private final CircuitBreakerRegistry listed;

	private final ModelCatalog models;

	private final LlmProperties properties;

	private final LatestUsed<Use, Circuit> circuits = new LatestUsed<>(MOST_MODELS, this::circuit);

	public CircuitBreakers(LlmProperties properties, ModelCatalog models, MeterRegistry meters) {
		this.listed = CircuitBreakerRegistry.ofDefaults();
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
	 * Makes a call, unless the model's circuit is open.
	 * @param <T> what it answers
	 * @throws SparedException if it is open
	 */
	public <T> T call(ModelId model, Supplier<T> call) {
		return call(new Use(model, ""), call);
	}

	/**
	 * Makes a call, unless the circuit of this use of the model is open. As a last resort
	 * a model with an open circuit is called nevertheless, and if it answers its circuit
	 * closes as soon as its probes agree, not when its time is up.
	 * @param <T> what it answers
	 * @throws SparedException if it is open
	 */
	public <T> T call(Use use, Supplier<T> call) {
		ModelId model = use.model();
		Circuit circuit = this.circuits.get(use);
		if (circuit.breaker().tryAcquirePermission()) {
			circuit.asked().set(System.nanoTime());
			return permitted(circuit.breaker(), call);
		}
		if (!CallTerms.current().lastResort()) {
			throw SparedException.circuitOpen(model, limits(model).open(), circuit.unasked());
		}
		circuit.asked().set(System.nanoTime());
		return unpermitted(circuit.breaker(), call);
	}

	private static <T> T permitted(CircuitBreaker breaker, Supplier<T> call) {
		long start = System.nanoTime();
		try {
			T reply = call.get();
			breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return reply;
		}
		catch (RuntimeException | Error ex) {
			breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, ex);
			throw ex;
		}
	}

	/**
	 * Failures that the breaker ignores are not passed to it: it would release a
	 * permission that was never taken.
	 */
	private static <T> T unpermitted(CircuitBreaker breaker, Supplier<T> call) {
		long start = System.nanoTime();
		try {
			T reply = call.get();
			if (breaker.getState() == CircuitBreaker.State.OPEN) {
				breaker.transitionToHalfOpenState();
			}
			breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return reply;
		}
		catch (ModelException ex) {
			breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, ex);
			throw ex;
		}
	}

	private Circuit circuit(Use use) {
		ModelId model = use.model();
		String name = use.toString();
		CircuitBreakerConfig config = config(limits(model));
		return new Circuit(
				this.models.knows(model) ? this.listed.circuitBreaker(name, config) : CircuitBreaker.of(name, config),
				new AtomicLong(System.nanoTime()));
	}

	private CircuitBreakerLimits limits(ModelId model) {
		return this.properties.resilience(model.provider()).breaker();
	}

	/**
	 * What a model is used for: calls that wait for less time than others must not keep
	 * those from being made.
	 *
	 * @param model the model
	 * @param purpose a word for operators; empty for the model's ordinary use
	 */
	public record Use(ModelId model, String purpose) {

		@Override
		public String toString() {
			return this.purpose.isEmpty() ? this.model.toString() : this.model + " (" + this.purpose + ")";
		}

	}

	/**
	 * The circuit of a use of a model.
	 *
	 * @param breaker opens it
	 * @param asked when the model was asked last, as {@link System#nanoTime()} has it
	 */
	private record Circuit(CircuitBreaker breaker, AtomicLong asked) {

		Duration unasked() {
			return Duration.ofNanos(System.nanoTime() - this.asked.get());
		}

	}

}
