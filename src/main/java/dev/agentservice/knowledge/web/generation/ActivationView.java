package dev.agentservice.knowledge.web.generation;

import java.util.OptionalDouble;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.knowledge.reembed.OtherGeneration;
import dev.agentservice.knowledge.reembed.Reembeddings;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What became of a generation that was activated.
 *
 * @param ndcgBefore how well the golden queries were answered before
 * @param ndcgAfter how well they are answered from now on
 * @param generations the generations from now on
 */
@Schema(name = "KnowledgeActivation")
record ActivationView(
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "nDCG@10 of the golden queries by the generation before; absent if there are none.",
				example = "0.82") @Nullable Double ndcgBefore,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "The same by this one.",
				example = "0.84") @Nullable Double ndcgAfter,
		GenerationList generations) {

	static ActivationView of(Reembeddings.Measured measured, OtherGeneration now) {
		return new ActivationView(figure(measured.before()), figure(measured.after()), GenerationList.of(now));
	}

	private static @Nullable Double figure(OptionalDouble figure) {
		return figure.isPresent() ? (Double) figure.getAsDouble() : null;
	}

}
