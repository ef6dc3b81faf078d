package dev.agentservice.knowledge.web;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import dev.agentservice.knowledge.search.SearchMode;
import dev.agentservice.knowledge.search.SearchQuery;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code POST /knowledge/{collection}/search}.
 *
 * @param query what for
 * @param topK how many passages at most
 * @param mode how
 * @param minScore the least cosine of a passage that is found by its vector alone
 * @param explain whether each hit says what its score is made of
 */
@Schema(name = "KnowledgeSearchRequest")
record SearchRequest(
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, maxLength = 2000,
				description = "In the language of the documents.", example = "How long do refunds take?") String query,
		@Schema(minimum = "1", maximum = "20", defaultValue = "4") int topK,
		@Schema(type = "string", allowableValues = {
				"hybrid", "vector", "text" }, defaultValue = "hybrid",
				description = "`vector` needs an embedding model; without one `hybrid` is `text`.") SearchMode mode,
		@Schema(minimum = "0", maximum = "1", defaultValue = "0.2",
				description = "The least cosine of a passage that is found by its vector alone; needs an embedding model.") double minScore,
		@Schema(defaultValue = "false",
				description = "Whether each hit says what its score is made of.") boolean explain){

	private static final int MAX_QUERY = 2000;

	private static final int MAX_TOP_K = 20;

	private static final int TOP_K = 4;

	/**
	 * Reads a request.
	 * @param scored whether there is an embedding model
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static SearchRequest parse(JsonFields fields, boolean scored) {
		String query = fields.requiredText("query", MAX_QUERY);
		Integer topK = fields.optionalInteger("top_k", 1, MAX_TOP_K);
		SearchMode mode = fields.optionalChoice("mode", List.of(SearchMode.values()));
		BigDecimal minScore = fields.optionalNumber("min_score", BigDecimal.ZERO, BigDecimal.ONE);
		if (!scored && mode == SearchMode.VECTOR) {
			fields.reject("mode", "must not be vector: no embedding model is configured");
		}
		if (!scored && minScore != null) {
			fields.reject("min_score", "decides nothing: no embedding model is configured");
		}
		Boolean explain = fields.optionalBoolean("explain");
		fields.finish();
		return new SearchRequest(query, Objects.requireNonNullElse(topK, TOP_K),
				Objects.requireNonNullElse(mode, SearchMode.HYBRID),
				(minScore != null) ? minScore.doubleValue() : SearchQuery.MIN_SCORE, Boolean.TRUE.equals(explain));
	}

}
