package dev.agentservice.llm;

import java.util.Map;
import java.util.Optional;

import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

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

	static ModelMetrics metrics(MeterRegistry meters) {
		return new ModelMetrics(meters,
				new ModelCatalog(new LlmProperties(Map.of(), Map.of(), 32_768, TestGateway.RESILIENCE)));
	}

	/** The model, if this build has it. */
	public static Optional<EmbeddingModel> load() {
		return new LocalEmbeddings(metrics(new SimpleMeterRegistry())).find(ID);
	}

}
