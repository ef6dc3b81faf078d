package dev.agentservice.knowledge.web;

import java.util.List;
import java.util.Objects;

import dev.agentservice.knowledge.search.SearchMode;
import dev.agentservice.support.json.JsonFields;
import io.swagger.v3.oas.annotations.media.Schema;

/**
 * The body of {@code POST /knowledge/{collection}/search}.
 *
 * @param query what for
 * @param topK how many passages at most
 * @param mode how
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
		@Schema(defaultValue = "false",
				description = "Whether each hit says what its score is made of.") boolean explain){

	private static final int MAX_QUERY = 2000;

	private static final int MAX_TOP_K = 20;

	private static final int TOP_K = 4;

	/**
	 * Reads a request.
	 * @throws dev.agentservice.support.problem.InvalidRequestException naming every bad
	 * field
	 */
	static SearchRequest parse(JsonFields fields) {
		String query = fields.requiredText("query", MAX_QUERY);
		Integer topK = fields.optionalInteger("top_k", 1, MAX_TOP_K);
		SearchMode mode = fields.optionalChoice("mode", List.of(SearchMode.values()));
		if (mode == SearchMode.VECTOR) {
			fields.reject("mode", "must not be vector: no embedding model is configured");
		}
		Boolean explain = fields.optionalBoolean("explain");
		fields.finish();
		return new SearchRequest(query, Objects.requireNonNullElse(topK, TOP_K),
				Objects.requireNonNullElse(mode, SearchMode.HYBRID), Boolean.TRUE.equals(explain));
	}

}
