package dev.agentservice.knowledge.web.generation;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.knowledge.manifest.document.Generation;
import dev.agentservice.knowledge.reembed.OtherGeneration;
import dev.agentservice.knowledge.reembed.OtherGeneration.Job;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The generations of a collection.
 *
 * @param generations the one that is searched first
 */
@Schema(name = "KnowledgeGenerationList")
record GenerationList(List<View> generations) {

	private static final int NANO = 9;

	static GenerationList of(OtherGeneration all) {
		List<View> views = new ArrayList<>();
		views.add(View.of(all.g(), all.active(), "active", all.documents(), all.documents(), null));
		Job job = all.job();
		if (job != null) {
			views.add(View.of(job.g(), job.generation(), job.state().word(), all.documents(), job.embedded(), job));
		}
		return new GenerationList(views);
	}

	/** A generation as operators get it. */
	@Schema(name = "KnowledgeGeneration")
	record View(@Schema(example = "2") long generation,
			@Schema(description = "`none` for words alone.", example = "openai/text-embedding-3-large") String model,
			@Schema(description = "How many numbers a vector has.", example = "3072") int dimension,
			@Schema(allowableValues = {
					"active", "running", "waiting_for_budget", "ready", "kept", "dropping" }) String state,
			@Schema(description = "How many documents the collection has.", example = "120") long documents,
			@Schema(description = "How many of them are in this generation.", example = "80") long done,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "Why it does not go on.",
					example = "budget_exceeded") @Nullable String reason,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "What the job has cost, as of its last attempt.") @Nullable BigDecimal costUsd,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "What it may cost.") @Nullable BigDecimal maxCostUsd,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "Tokens that the job has paid for, as of its last attempt.") @Nullable Long inputTokens,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Instant begunAt){

		private static View of(long g, Generation generation, String state, long documents, long done,
				@Nullable Job job) {
			if (job == null) {
				return new View(g, generation.model(), generation.dimension(), state, documents, done, null, null, null,
						null, null);
			}
			return new View(g, generation.model(), generation.dimension(), state, documents, done,
					job.reason().isEmpty() ? null : job.reason(), usd(job.costNano()), usd(job.mostNano()),
					job.tokens(), job.begunAt());
		}

		private static BigDecimal usd(long nano) {
			return BigDecimal.valueOf(nano, NANO);
		}

	}

}
