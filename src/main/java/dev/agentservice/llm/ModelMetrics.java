package dev.agentservice.llm;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.settings.ModelCatalog;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * Measures model calls by OpenTelemetry's conventions for generative AI. A model that is
 * not listed in the configuration is labelled {@code other}, so that no caller can invent
 * series.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/">
 * Semantic conventions: generative AI metrics</a>
 */
@Component
final class ModelMetrics {

	private static final String CHAT = "chat";

	private static final String EMBEDDINGS = "embeddings";

	/** The convention's advised bucket boundaries: powers of two times 10 ms. */
	private static final Duration[] DURATIONS = IntStream.range(0, 14)
		.mapToObj((power) -> Duration.ofMillis(10L << power))
		.toArray(Duration[]::new);

	/** The convention's advised bucket boundaries: powers of four. */
	private static final double[] TOKENS = IntStream.range(0, 14)
		.mapToDouble((power) -> (double) (1L << (2 * power)))
		.toArray();

	private final MeterRegistry meters;

	private final ModelCatalog models;

	ModelMetrics(MeterRegistry meters, ModelCatalog models) {
		this.meters = meters;
		this.models = models;
	}

	Timer.Sample start() {
		return Timer.start(this.meters);
	}

	void succeeded(Timer.Sample call, ModelReply reply) {
		stop(call, tags(CHAT, reply.model()), "none");
		record(tags(CHAT, reply.model()), "input", reply.usage().inputTokens());
		record(tags(CHAT, reply.model()), "output", reply.usage().outputTokens());
	}

	void failed(Timer.Sample call, ModelId model, RuntimeException failure) {
		failed(call, tags(CHAT, model), failure);
	}

	/** Vectors were made of texts with so many tokens. */
	void embedded(Timer.Sample call, ModelId model, EmbeddingModel.Purpose purpose, long tokens) {
		stop(call, tags(EMBEDDINGS, model), "none");
		record(tags(EMBEDDINGS, model), "input", tokens);
		this.meters
			.counter("agent.embedding.tokens", "model", model.toString(), "purpose",
					purpose.name().toLowerCase(Locale.ROOT))
			.increment((double) tokens);
	}

	void notEmbedded(Timer.Sample call, ModelId model, RuntimeException failure) {
		failed(call, tags(EMBEDDINGS, model), failure);
	}

	private void failed(Timer.Sample call, Tags tags, RuntimeException failure) {
		stop(call, tags, switch (failure) {
			case ModelException ex -> ex.kind().name().toLowerCase(Locale.ROOT);
			case CancellationException _ -> "cancelled";
			// What a provider worked on has expired there.
			case RemoteSession.GoneException _ -> "expired";
			default -> "_OTHER";
		});
	}

	/** Every series needs the same labels, so success has an error type too. */
	private void stop(Timer.Sample call, Tags tags, String errorType) {
		call.stop(Timer.builder("gen_ai.client.operation.duration")
			.description("Duration of model calls")
			.tags(tags.and("error.type", errorType))
			.serviceLevelObjectives(DURATIONS)
			.register(this.meters));
	}

	private void record(Tags tags, String type, long tokens) {
		DistributionSummary.builder("gen_ai.client.token.usage")
			.description("Tokens per model call")
			.tags(tags.and("gen_ai.token.type", type))
			.serviceLevelObjectives(TOKENS)
			.register(this.meters)
			.record((double) tokens);
	}

	private boolean isKnown(ModelId model) {
		return this.models.knows(model) || LocalEmbeddings.MINI_LM.equals(model);
	}

	private Tags tags(String operation, ModelId model) {
		return Tags.of("gen_ai.operation.name", operation, "gen_ai.provider.name", model.provider(),
				"gen_ai.request.model", isKnown(model) ? model.name() : "other");
	}

}
