package dev.agentservice.llm;

import java.util.Optional;

import dev.agentservice.llm.model.ModelId;

/** The model of builds with the Maven profile local-embeddings, without a service. */
public final class InProcessModel {

	/** Its id. */
	public static final ModelId ID = LocalEmbeddings.MINI_LM;

	private InProcessModel() {
	}

	/** Whether this build has it. */
	public static boolean isThere() {
		return LocalEmbeddings.has(ID);
	}

	/** The model, if this build has it. */
	public static Optional<EmbeddingModel> load() {
		return new LocalEmbeddings().find(ID);
	}

}
