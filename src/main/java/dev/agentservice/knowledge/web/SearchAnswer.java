package dev.agentservice.knowledge.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.knowledge.search.Hit;
import dev.agentservice.knowledge.search.SearchResult;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * What a search has found.
 */
@Schema(name = "KnowledgeSearchAnswer")
record SearchAnswer(
		@Schema(description = "How was searched: `text` where a collection has no vectors, or these cannot be used.",
				example = "hybrid") String mode,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "`true` if it should have been searched by vectors and words, and could be by one of them alone, or "
						+ "if your own documents could not be searched like that, or at all.",
				example = "true") @Nullable Boolean degraded,
		@Schema(description = "The best first.") List<Found> hits) {

	static SearchAnswer of(SearchResult result, boolean explain) {
		return new SearchAnswer(result.mode().label(),
				(result.byWords().isEmpty() && result.isOwnWhole()) ? null : true,
				result.hits().stream().map((hit) -> Found.of(hit, explain)).toList());
	}

	/** A passage. */
	@Schema(name = "KnowledgeHit")
	@JsonNaming(SnakeCaseStrategy.class)
	record Found(
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "`me` if the document is your own, which others do not see.",
					example = "me") @Nullable String owner,
			@Schema(example = "refunds") String document, @Schema(example = "7") long version,
			@Schema(example = "Refunds") String title,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					example = "https://handbook.example.com/refunds") @Nullable String source,
			@Schema(description = "The passage's number in the document.", example = "0") int passage,
			@Schema(description = "Title and headings above it.", example = "Refunds > How long") String heading,
			@Schema(example = "We refund within 14 days.") String text,
			@Schema(description = "Where it begins, in characters.", example = "0") int start,
			@Schema(example = "25") int end,
			@Schema(description = "Reciprocal rank fusion; comparable within one answer only.",
					example = "0.0163") double score,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
					description = "With `explain`: what the score is made of.") @Nullable Parts parts) {

		static Found of(Hit hit, boolean explain) {
			return new Found(hit.own() ? "me" : null, hit.entry().id(), hit.entry().version(), hit.entry().title(),
					hit.entry().source(), hit.n(), hit.passage().heading(), hit.passage().text(), hit.passage().start(),
					hit.passage().end(), hit.score(), explain ? new Parts(hit.textScore(), hit.vectorScore()) : null);
		}

	}

	/** What a score is made of. */
	@Schema(name = "KnowledgeScoreParts")
	record Parts(
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "BM25.",
					example = "4.21") @Nullable Double text,
			@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(description = "The cosine of its vector.",
					example = "0.48") @Nullable Double vector) {

	}

}
