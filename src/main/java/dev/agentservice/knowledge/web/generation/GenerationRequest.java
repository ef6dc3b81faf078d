package dev.agentservice.knowledge.web.generation;

import java.math.BigDecimal;

import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /knowledge/{collection}/generations}.
 *
 * @param maxCostUsd what the job may cost; null for as much as is configured for a
 * document
 */
@Schema(name = "KnowledgeGenerationRequest")
record GenerationRequest(@Schema(name = "max_cost_usd", minimum = "0",
		description = "What all vectors may cost at most; without it as much as a document (`limits.ingest-cost-usd`).",
		example = "0.5") @Nullable BigDecimal maxCostUsd) {

	private static final BigDecimal MOST = new BigDecimal("1000000");

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static GenerationRequest parse(JsonFields fields) {
		BigDecimal most = fields.optionalNumber("max_cost_usd", BigDecimal.ZERO, MOST);
		fields.finish();
		return new GenerationRequest(most);
	}

}
