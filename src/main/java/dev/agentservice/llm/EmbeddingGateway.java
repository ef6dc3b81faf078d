package dev.agentservice.llm;

import java.util.Optional;

import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.token.TokenCounter;

import org.springframework.stereotype.Component;

/**
 * The gateway to all models that make vectors of texts, at any provider that speaks
 * OpenAI's protocol. They share their provider's connections, limits, pauses and circuits
 * with its other models. Beside them the one in this process.
 */
@Component
public final class EmbeddingGateway {

	private final ModelGateway gateway;

	private final ModelFailover failover;

	private final ModelCatalog models;

	private final TokenCounter tokens;

	private final PriceTable prices;

	private final ModelMetrics metrics;

	private final LocalEmbeddings local;

	EmbeddingGateway(ModelGateway gateway, ModelFailover failover, TokenCounter tokens, PriceTable prices,
			ModelMetrics metrics, LocalEmbeddings local) {
		this.gateway = gateway;
		this.failover = failover;
		this.models = tokens.models();
		this.tokens = tokens;
		this.prices = prices;
		this.metrics = metrics;
		this.local = local;
	}

	/**
	 * A model that is to be used.
	 * @throws IllegalArgumentException if it cannot be; it says what is missing
	 */
	public EmbeddingModel require(ModelId model) {
		return find(model).orElseThrow(() -> new IllegalArgumentException(missing(model)));
	}

	/** A model, if it can be used. */
	public Optional<EmbeddingModel> find(ModelId model) {
		ModelProperties.Embedding facts = this.models.embedding(model);
		if (isLocal(model)) {
			return this.local.find(model);
		}
		if (facts == null || !missing(model).isEmpty()) {
			return Optional.empty();
		}
		return Optional
			.of(new ProviderEmbeddings(model, facts, this.gateway, this.failover, this.tokens, this.metrics));
	}

	/** Of a provider that is called "local", the facts are configured. */
	private boolean isLocal(ModelId model) {
		return LocalEmbeddings.MINI_LM.equals(model) && this.models.embedding(model) == null;
	}

	/** Why a model cannot be used; empty if it can. */
	private String missing(ModelId model) {
		if (isLocal(model)) {
			return LocalEmbeddings.has(model) ? ""
					: "this build has no '" + model + "': build it with the Maven profile local-embeddings";
		}
		if (this.models.embedding(model) == null) {
			return "'%s' makes no vectors as far as is known: say agent-service.llm.models.\"[%s]\".embedding, with dimension, max-input-tokens and max-batch"
				.formatted(model, model);
		}
		if (this.models.protocol(model) != Protocol.OPENAI) {
			return "the provider of '" + model + "' does not speak OpenAI's protocol";
		}
		if (!this.gateway.serves(model)) {
			return "the provider of '" + model + "' is not configured, not enabled, or has no API key";
		}
		if (!this.prices.prices(model.toString())) {
			return "'%s' has no price: set agent-service.budget.prices.\"[%s]\" (USD per million tokens)"
				.formatted(model, model);
		}
		return "";
	}

}
