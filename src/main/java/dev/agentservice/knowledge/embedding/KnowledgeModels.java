package dev.agentservice.knowledge.embedding;

import java.util.Optional;

import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.settings.KnowledgeProperties;
import dev.agentservice.llm.EmbeddingGateway;
import dev.agentservice.llm.EmbeddingModel;
import dev.agentservice.llm.model.ModelId;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The model that makes vectors of what is stored, and those with which what was stored
 * before can still be searched. Without a configured one none is used at all.
 */
@Component
public class KnowledgeModels {

	private final EmbeddingGateway gateway;

	private final @Nullable EmbeddingModel model;

	/**
	 * The models.
	 * @throws IllegalArgumentException if the configured one cannot be used; it says why
	 */
	KnowledgeModels(KnowledgeProperties properties, EmbeddingGateway gateway) {
		this.gateway = gateway;
		this.model = properties.embedsTexts() ? require(properties.embedding(), gateway) : null;
	}

	private static EmbeddingModel require(String model, EmbeddingGateway gateway) {
		try {
			return gateway.require(ModelId.parse(model));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("agent-service.knowledge.embedding: " + ex.getMessage(), ex);
		}
	}

	/** The configured model, if there is one. */
	public Optional<EmbeddingModel> configured() {
		return Optional.ofNullable(this.model);
	}

	/** How texts are compared that are stored now. */
	public Generation generation() {
		return configured().map((one) -> new Generation(one.id().toString(), one.dimension()))
			.orElse(Generation.BY_WORDS);
	}

	/**
	 * How passages of a generation are compared when they are searched: by their words
	 * where no model is configured, whatever vectors there are. That is the operator's
	 * choice, so nothing is missing.
	 */
	public Generation searched(Generation stored) {
		return (this.model != null) ? stored : Generation.BY_WORDS;
	}

	/** The model that made the vectors of a generation, if it can still be used. */
	public Optional<EmbeddingModel> of(Generation generation) {
		if (this.model == null || !generation.hasVectors()) {
			return Optional.empty();
		}
		if (generation.equals(generation())) {
			return configured();
		}
		return this.gateway.find(ModelId.parse(generation.model()))
			.filter((one) -> one.dimension() == generation.dimension());
	}

}
