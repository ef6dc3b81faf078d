package dev.agentservice.knowledge.web;

import java.util.List;
import java.util.function.Predicate;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.knowledge.manifest.Manifest;
import dev.agentservice.knowledge.manifest.document.DocumentEntry;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A part of a collection's documents.
 *
 * @param documents the documents
 * @param next what to give as {@code after} to get the next page; null on the last one
 */
@Schema(name = "KnowledgeDocumentPage")
record DocumentPage(List<DocumentView> documents,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Schema(
				description = "What to give as `after` for the next page; absent on the last one.",
				example = "refunds") @Nullable String next) {

	static DocumentPage of(Manifest.Page page, Predicate<DocumentEntry> isFound) {
		List<DocumentView> documents = page.documents()
			.values()
			.stream()
			.map((entry) -> DocumentView.of(entry, isFound.test(entry)))
			.toList();
		return new DocumentPage(documents,
				(page.hasNext() && !documents.isEmpty()) ? documents.getLast().document() : null);
	}

}
