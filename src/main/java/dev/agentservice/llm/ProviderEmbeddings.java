package dev.agentservice.llm;

import java.util.List;

import dev.agentservice.budget.Grant;
import dev.agentservice.budget.Purse;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.provider.EmbeddingCall;
import dev.agentservice.llm.provider.ProviderClient;
import dev.agentservice.llm.resilience.CircuitBreakers.Use;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.support.Deadline;
import io.micrometer.core.instrument.Timer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model at a provider. Each attempt of a call is reserved and settled by itself: by the
 * provider's report if that is plausible, else by an estimate of the texts that were
 * sent. What was not sent, or was refused without a report, costs nothing.
 */
final class ProviderEmbeddings implements EmbeddingModel {

	private static final Logger LOG = LoggerFactory.getLogger(ProviderEmbeddings.class);

	/**
	 * The most tokens of all texts of a call together.
	 * @see <a href=
	 * "https://platform.openai.com/docs/api-reference/embeddings/create">OpenAI:
	 * input</a>
	 */
	private static final long MOST_TOKENS = 300_000;

	/**
	 * The most numbers of an answer: written as decimals they take some 24 MB, and an
	 * answer that is too large to be read is paid all the same.
	 */
	private static final int MOST_NUMBERS = 1_000_000;

	private final ModelId model;

	private final ModelProperties.Embedding facts;

	private final ModelGateway gateway;

	private final ModelFailover failover;

	private final TokenCounter tokens;

	private final ModelMetrics metrics;

	ProviderEmbeddings(ModelId model, ModelProperties.Embedding facts, ModelGateway gateway, ModelFailover failover,
			TokenCounter tokens, ModelMetrics metrics) {
		this.model = model;
		this.facts = facts;
		this.gateway = gateway;
		this.failover = failover;
		this.tokens = tokens;
		this.metrics = metrics;
	}

	@Override
	public ModelId id() {
		return this.model;
	}

	@Override
	public int dimension() {
		return this.facts.dimension();
	}

	@Override
	public int maxTokens() {
		return this.facts.maxInputTokens();
	}

	@Override
	public long count(String text) {
		return this.tokens.upperBound(this.model, text);
	}

	@Override
	public int fitting(List<String> texts) {
		long sum = 0;
		int most = Math.min(texts.size(), Math.min(this.facts.maxBatch(), MOST_NUMBERS / this.facts.dimension()));
		for (int i = 0; i < most; i++) {
			sum += count(texts.get(i));
			if (sum > MOST_TOKENS) {
				return Math.max(1, i);
			}
		}
		return Math.max(1, most);
	}

	@Override
	public float[][] embed(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
		check(texts);
		return this.failover.retried(deadline,
				() -> this.gateway.guarded(use(purpose), () -> paid(texts, purpose, purse, deadline)));
	}

	/**
	 * Searches wait for a second or two: what is late for them is no reason to refuse
	 * documents, which have a minute.
	 */
	private Use use(Purpose purpose) {
		return new Use(this.model, (purpose == Purpose.QUERY) ? "queries" : "");
	}

	/** A provider would refuse all of them. */
	private void check(List<String> texts) {
		if (texts.isEmpty() || fitting(texts) < texts.size()) {
			throw new IllegalArgumentException(texts.size() + " texts are not one call");
		}
		for (String text : texts) {
			if (text.isEmpty() || count(text) > this.facts.maxInputTokens()) {
				throw new IllegalArgumentException("a text is empty or longer than " + this.facts.maxInputTokens());
			}
		}
	}

	private float[][] paid(List<String> texts, Purpose purpose, Purse purse, Deadline deadline) {
		ProviderClient client = this.gateway.client(this.model);
		long bound = texts.stream().mapToLong(this::count).sum();
		EmbeddingCall call = new EmbeddingCall(this.model, this.facts, texts, bound, deadline);
		Grant grant = purse.reserve(this.model.toString(), bound, deadline);
		try {
			return measured(client, call, purpose);
		}
		finally {
			settle(purse, grant, call);
		}
	}

	private float[][] measured(ProviderClient client, EmbeddingCall call, Purpose purpose) {
		Timer.Sample sample = this.metrics.start();
		try {
			float[][] vectors = client.embed(call);
			this.metrics.embedded(sample, this.model, purpose, used(call));
			return vectors;
		}
		catch (RuntimeException ex) {
			this.metrics.notEmbedded(sample, this.model, ex);
			if (ex instanceof ModelException failure) {
				FailureLog.write(LOG, failure);
			}
			throw ex;
		}
	}

	private void settle(Purse purse, Grant grant, EmbeddingCall call) {
		if (call.isCredible()) {
			purse.used(grant, call.claim());
		}
		else if (!call.exchange().mayBeBilled()) {
			purse.unused(grant);
		}
		else {
			purse.estimated(grant, used(call));
		}
	}

	private long used(EmbeddingCall call) {
		return call.isCredible() ? call.claim() : this.tokens.estimate(this.model, List.copyOf(call.texts()));
	}

}
