package dev.agentservice.llm.provider;

import java.time.InstantSource;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.model.ProviderErrors;
import dev.agentservice.llm.refusal.ProviderRefusal;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.OptionalParameter;
import dev.agentservice.llm.settings.OutputCapParameter;
import dev.agentservice.llm.settings.RequestFacts;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The parameters of a request besides its conversation, as its model takes them: by the
 * configuration, and by corrections from its refusals.
 */
final class RequestParameters {

	private static final Logger LOG = LoggerFactory.getLogger(RequestParameters.class);

	/** No optional parameter: it is never left out, whatever a server refuses. */
	private static final String STORE = "store";

	private final String provider;

	private final ModelCatalog models;

	private final Corrections corrections;

	private final MeterRegistry meters;

	RequestParameters(String provider, ModelCatalog models, MeterRegistry meters, InstantSource clock) {
		this.provider = provider;
		this.models = models;
		this.meters = meters;
		this.corrections = new Corrections(clock);
	}

	/**
	 * Writes the output cap, that no copy may be kept, whether tools may be called in
	 * parallel, and how much to think.
	 * @param body the request, which has its model, messages and tools already
	 */
	void addTo(ObjectNode body, ModelRequest request) {
		RequestFacts facts = facts(request.model());
		switch (facts.protocol()) {
			case OPENAI -> {
				body.put(facts.outputCap().wireName(), request.maxOutputTokens());
				if (facts.refusesStorage()) {
					body.put(STORE, false);
				}
				if (!request.tools().isEmpty()) {
					body.put(OptionalParameter.PARALLEL_TOOL_CALLS.wireName(), true);
				}
			}
			case ANTHROPIC -> body.put(OutputCapParameter.MAX_TOKENS.wireName(), request.maxOutputTokens());
		}
		String word = facts.reasoningWord(request.reasoning(), !request.tools().isEmpty());
		if (word != null) {
			facts.reasoningForm().write(body, word, request.maxOutputTokens());
		}
	}

	/**
	 * Whether the model's answers come in pieces: unless it must not be asked for that,
	 * or would not report its usage then, and there is no streaming client.
	 */
	boolean streams(ModelId model, boolean readAlong) {
		return !omits(model, OptionalParameter.STREAM)
				&& (readAlong || !omits(model, OptionalParameter.STREAM_OPTIONS));
	}

	/** Whether a member must not be sent to the model. */
	boolean omits(ModelId model, OptionalParameter parameter) {
		return facts(model).omit().contains(parameter);
	}

	/** Learns that a model answers in one piece, although it was asked for a stream. */
	void answersInOnePiece(ModelId model) {
		if (this.corrections.learn(model, learned(model), new Correction.Omitted(OptionalParameter.STREAM))) {
			LOG.atWarn()
				.addKeyValue("model", model)
				.log("A model that was asked for a stream answered in one piece; the configuration should say 'omit: stream'");
		}
	}

	/** Removes from a complete request the members that its model must not get. */
	void trim(ObjectNode body, ModelRequest request) {
		facts(request.model()).omit().forEach((parameter) -> body.remove(parameter.wireName()));
	}

	/** The number of corrections of a model so far. */
	int learned(ModelId model) {
		return this.corrections.count(model);
	}

	/**
	 * Learns from a refusal.
	 * @param refusal the provider's refusal
	 * @param body the request that it refused
	 * @param seen the result of {@link #learned} before that was written
	 * @return whether the same request may succeed now, since a parameter was at fault
	 * and is written otherwise from now on
	 */
	boolean learnFrom(ProviderRefusal refusal, ObjectNode body, ModelRequest request, int seen) {
		boolean refused = ProviderErrors.kind(refusal) == ModelException.Kind.REJECTED;
		if (!refused || learned(request.model()) != seen) {
			return refused;
		}
		for (Correction correction : ParameterRefusals.corrections(refusal, body, request, facts(request.model()))) {
			if (this.corrections.learn(request.model(), seen, correction)) {
				this.meters
					.counter("agent.model.parameters.refused", "provider", this.provider, "parameter",
							correction.parameter())
					.increment();
				LOG.atWarn()
					.addKeyValue("model", request.model())
					.addKeyValue("parameter", correction.parameter())
					.addKeyValue("done", correction.done())
					.log("A model refused a parameter; it is asked again, and the configuration should say so");
				return true;
			}
		}
		return false;
	}

	private RequestFacts facts(ModelId model) {
		return this.corrections.applyTo(this.models.requestFacts(model), model);
	}

}
