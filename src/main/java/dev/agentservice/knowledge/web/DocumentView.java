package dev.agentservice.knowledge.web;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.knowledge.ingest.Ingested;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * A document as clients get it.
 */
@Schema(name = "KnowledgeDocument", description = "A document of a collection.")
@JsonNaming(SnakeCaseStrategy.class)
record DocumentView(@Schema(example = "refunds") String document,
		@Schema(description = "Grows with each change; the ETag changes with it, and with each release.",
				example = "7") long version,
		@Schema(allowableValues = {
				"searchable", "indexing", "quarantined" },
				description = "`quarantined` if no passage may be shown to a model; `indexing` as long as searches may still miss it, in an index that takes a moment.",
				example = "searchable") String state,
		@Schema(example = "Refunds") String title,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				example = "https://handbook.example.com/refunds") @Nullable String source,
		@Schema(example = "{\"team\": \"support\"}") Map<String, String> metadata, @Schema(example = "3") int passages,
		@Schema(description = "Passages that no model is shown, and the rule for which.") List<Quarantined> quarantined,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "In the answer to PUT: whether it was there already, with the same content.",
				example = "false") @Nullable Boolean unchanged,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "In the answer to PUT, with an embedding model: how many passages had their vectors already.",
				example = "2") @Nullable Integer reused,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "In the answer to PUT, with an embedding model: what the other vectors cost.") @Nullable Usage usage,
		Instant putAt){

	/** A document, and whether every search finds it. */
	static DocumentView of(DocumentEntry entry, boolean isFound) {
		return of(entry, isFound, null, null);
	}

	static DocumentView of(Ingested ingested, boolean isFound) {
		return of(ingested.entry(), isFound, ingested.unchanged(), ingested.bill());
	}

	private static DocumentView of(DocumentEntry entry, boolean isFound, @Nullable Boolean unchanged,
			Ingested.@Nullable Bill bill) {
		boolean hidden = entry.quarantined().size() == entry.passages();
		String state = hidden ? "quarantined" : isFound ? "searchable" : "indexing";
		return new DocumentView(entry.id(), entry.version(), state, entry.title(), entry.source(), entry.metadata(),
				entry.passages(),
				entry.quarantined().stream().map((one) -> new Quarantined(one.n(), one.rule())).toList(), unchanged,
				(bill != null) ? bill.reused() : null, (bill != null) ? Usage.of(bill) : null, entry.putAt());
	}

	/** What storing a document has cost. */
	@Schema(name = "KnowledgeUsage")
	@JsonNaming(SnakeCaseStrategy.class)
	record Usage(@Schema(example = "812") long inputTokens, @Schema(example = "0.00001624") BigDecimal costUsd) {

		static Usage of(Ingested.Bill bill) {
			return new Usage(bill.tokens(), NanoUsd.toUsd(bill.costNano()));
		}

	}

	/** A passage that no model is shown. */
	@Schema(name = "KnowledgeQuarantined")
	record Quarantined(@Schema(example = "2") int n, @Schema(example = "override.ignore") String rule) {

	}

}
