package dev.agentservice.llm;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.RunBill;
import dev.agentservice.llm.http.PooledHttpClient;
import dev.agentservice.llm.model.DeltaListener;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.FirstTokenLimit;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.provider.ProviderClient;
import dev.agentservice.llm.resilience.Bulkheads;
import dev.agentservice.llm.resilience.CircuitBreakers;
import dev.agentservice.llm.resilience.CircuitBreakers.Use;
import dev.agentservice.llm.resilience.KeyRefusals;
import dev.agentservice.llm.resilience.ModelPauses;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.token.TokenCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The gateway to all models. Calls block the calling thread, which should be virtual: its
 * interruption aborts the call and closes the provider's connection at once. The
 * request's deadline bounds a call as a whole. A model is not called if it failed too
 * often recently, or its provider asked for a pause or refuses the service's key. Nothing
 * is retried here: that is done by {@link ModelFailover}.
 */
@Component
public final class ModelGateway implements DisposableBean {

	private static final Logger LOG = LoggerFactory.getLogger(ModelGateway.class);

	/** For calls without a streaming client. */
	private static final DeltaListener NOBODY = new DeltaListener() {

		@Override
		public void onDelta(String text) {
			// The whole answer has all of it.
		}

		@Override
		public boolean readsAlong() {
			return false;
		}

	};

	/** How often a model may pause one turn. */
	private static final int MAX_PAUSES = 4;

	private final Map<String, ProviderClient> providers = new HashMap<>();

	private final ModelCatalog models;

	private final TokenCounter tokens;

	private final ModelMetrics metrics;

	private final CircuitBreakers breakers;

	private final Bulkheads bulkheads;

	private final ModelPauses pauses;

	private final KeyRefusals keys;

	private final LlmProperties properties;

	private final Charges charges;

	ModelGateway(LlmProperties properties, ModelCatalog models, TokenCounter tokens, ModelMetrics metrics,
			ModelPauses pauses, MeterRegistry meters) {
		this.models = models;
		this.tokens = tokens;
		this.metrics = metrics;
		this.breakers = new CircuitBreakers(properties, models, meters);
		this.bulkheads = new Bulkheads(properties, meters);
		this.pauses = pauses;
		this.keys = new KeyRefusals(properties, meters, System::nanoTime);
		this.properties = properties;
		Metering metering = new Metering(tokens);
		this.charges = new Charges(metering);
		properties.providers().forEach((name, provider) -> {
			if (provider.usable()) {
				this.providers.put(name, new ProviderClient(name, provider, properties.proxy().to(name, provider),
						models, metering, meters));
			}
		});
	}

	/** The connections to a provider that is configured and enabled. */
	PooledHttpClient connections(String provider) {
		return Objects.requireNonNull(this.providers.get(provider), provider).connections();
	}

	/** Whether the model's provider is configured and enabled. */
	public boolean serves(ModelId model) {
		return this.providers.containsKey(model.provider());
	}

	/** How many tokens the model can hold, prompt and completion together. */
	public int contextWindow(ModelId model) {
		return this.models.contextWindow(model);
	}

	/**
	 * Calls a model and waits for the whole answer.
	 * @param request the request
	 * @param bill pays; with a small remainder the answer's cap shrinks
	 * @throws ModelException if there is no answer
	 * @throws dev.agentservice.budget.BudgetExceededException if the remainder pays for
	 * no useful answer
	 * @throws CancellationException if the calling thread was interrupted; its interrupt
	 * flag stays set
	 */
	public ModelReply call(ModelRequest request, RunBill bill) {
		return guarded(request, bill, NOBODY);
	}

	/**
	 * Calls a model and passes its answer on as it is written. The listener is called on
	 * the calling thread; an exception of it ends the call and is thrown unchanged. The
	 * pieces that it gets make up exactly the reply's text. If the call fails, they were
	 * no answer.
	 * @param request the request
	 * @param bill pays; with a small remainder the answer's cap shrinks
	 * @param deltas gets the answer's text
	 * @throws ModelException if there is no whole answer
	 * @throws dev.agentservice.budget.BudgetExceededException if the remainder pays for
	 * no useful answer
	 * @throws CancellationException if the calling thread was interrupted; its interrupt
	 * flag stays set
	 */
	public ModelReply call(ModelRequest request, RunBill bill, DeltaListener deltas) {
		return guarded(request, bill, deltas);
	}

	private ModelReply guarded(ModelRequest request, RunBill bill, DeltaListener deltas) {
		return guarded(request.model(), () -> whole(request, bill, deltas));
	}

	private <T> T guarded(ModelId model, Supplier<T> call) {
		return guarded(new Use(model, ""), call);
	}

	/** Makes a call of a model, whatever it answers, with all that bounds calls. */
	<T> T guarded(Use use, Supplier<T> call) {
		ModelId model = use.model();
		return spared(model, () -> this.bulkheads.call(model, () -> this.breakers.call(use, call)));
	}

	/**
	 * Does not call it during a pause that it asked for, or while it refuses the
	 * service's key.
	 */
	private <T> T spared(ModelId model, Supplier<T> call) {
		return this.pauses.call(model, () -> this.keys.call(model, call));
	}

	/**
	 * Continues a turn that its model paused; each part is reserved and paid separately.
	 */
	private ModelReply whole(ModelRequest request, RunBill bill, DeltaListener deltas) {
		ModelRequest question = request;
		ModelReply part = paid(question, bill, deltas);
		ModelReply reply = part;
		for (int pauses = 0; reply.finish() == Finish.PAUSED && pauses < MAX_PAUSES; pauses++) {
			question = question.after(part.message());
			try {
				part = paid(question, bill, deltas);
			}
			catch (BudgetExceededException _) {
				// The received text is paid and emitted: it stays, and is cut.
				break;
			}
			reply = reply.followedBy(part);
		}
		return (reply.finish() == Finish.PAUSED) ? reply.cut() : reply;
	}

	/** Every end of the call is put on the bill. */
	private ModelReply paid(ModelRequest request, RunBill bill, DeltaListener deltas) {
		boolean readAlong = deltas.readsAlong();
		long prompt = this.tokens.upperBound(request.model(), request.messages(), request.tools());
		Grant grant = bill.reserve(request.model().toString(), prompt, request.maxOutputTokens(), request.deadline());
		ModelCall call = new ModelCall(request.withMaxOutputTokens((int) grant.outputTokens()), prompt,
				firstToken(request, prompt, readAlong), deltas, streams(request.model(), readAlong));
		try {
			return measured(call);
		}
		finally {
			this.charges.settle(bill, grant, call);
		}
	}

	/**
	 * Answers come in pieces also for clients that wait for the whole: a silent provider
	 * is detected early, and a call that is cut is charged for what was received.
	 */
	private boolean streams(ModelId model, boolean readAlong) {
		ProviderClient client = this.providers.get(model.provider());
		return client != null && client.streams(model, readAlong);
	}

	private FirstTokenLimit firstToken(ModelRequest request, long prompt, boolean readAlong) {
		return FirstTokenLimit.of(request, this.properties.resilience(request.model().provider()).firstToken(), prompt,
				this.models.mayThinkUnseen(request), readAlong);
	}

	/** Calls without paying. */
	ModelReply measured(ModelCall call) {
		ModelId model = call.request().model();
		ProviderClient client = client(model);
		return measured(model, () -> client.ask(call));
	}

	/** Measures a call of a model, and logs why it failed. */
	ModelReply measured(ModelId model, Supplier<ModelReply> call) {
		Timer.Sample sample = this.metrics.start();
		try {
			ModelReply reply = call.get();
			this.metrics.succeeded(sample, reply);
			return reply;
		}
		catch (RuntimeException ex) {
			this.metrics.failed(sample, model, ex);
			if (ex instanceof ModelException failure) {
				FailureLog.write(LOG, failure);
			}
			throw ex;
		}
	}

	/**
	 * Who calls the model.
	 * @throws ModelException if its provider is not configured
	 */
	ProviderClient client(ModelId model) {
		ProviderClient client = this.providers.get(model.provider());
		if (client == null) {
			throw new ModelException(model, Kind.UNKNOWN_MODEL, null, null);
		}
		return client;
	}

	@Override
	public void destroy() throws IOException {
		for (ProviderClient client : this.providers.values()) {
			client.close();
		}
	}

}
