package dev.agentservice.llm.resilience;

import java.util.EnumSet;
import java.util.Set;
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

	private final LatestUsed<Use, ModelCircuit> circuits = new LatestUsed<>(MOST_MODELS, this::circuit);

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
		ModelCircuit circuit = this.circuits.get(use);
		return circuit.call(call,
				() -> SparedException.circuitOpen(use.model(), limits(use.model()).open(), circuit.unasked()));
	}

	private ModelCircuit circuit(Use use) {
		ModelId model = use.model();
		String name = use.toString();
		CircuitBreakerConfig config = config(limits(model));
		return ModelCircuit
			.of(this.models.knows(model) ? this.listed.circuitBreaker(name, config) : CircuitBreaker.of(name, config));
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

}
