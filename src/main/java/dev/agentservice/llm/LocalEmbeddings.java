package dev.agentservice.llm;

import java.util.Optional;

import dev.agentservice.llm.model.ModelId;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The model in this process: no provider, no price, no key. Its library is large and has
 * native code, so only builds with the Maven profile {@code local-embeddings} have it. It
 * is loaded when it is first wanted, and then kept.
 */
@Component
class LocalEmbeddings {

	/** Sentence-Transformers' all-MiniLM-L6-v2 with weights of 8 bits; English. */
	static final ModelId MINI_LM = new ModelId("local", "all-minilm-l6-v2");

	private final ModelMetrics metrics;

	private @Nullable EmbeddingModel loaded;

	LocalEmbeddings(ModelMetrics metrics) {
		this.metrics = metrics;
	}

	/** Whether this build has the model of that name. */
	static boolean has(ModelId model) {
		return MINI_LM.equals(model) && LocalLibrary.isThere();
	}

	/**
	 * The model of that name, if this build has it.
	 * @throws IllegalStateException if the machine cannot run it
	 */
	synchronized Optional<EmbeddingModel> find(ModelId model) {
		if (!has(model)) {
			return Optional.empty();
		}
		if (this.loaded == null) {
			this.loaded = LocalLibrary.load(this.metrics);
		}
		return Optional.of(this.loaded);
	}

}
