package dev.agentservice.knowledge.web;

import java.util.Map;

import dev.agentservice.knowledge.chunk.DocumentFormat;
import dev.agentservice.knowledge.ingest.Ingestion;
import dev.agentservice.knowledge.ingest.NewDocument;
import dev.agentservice.support.Text;
import dev.agentservice.support.json.JsonFields;
import dev.agentservice.support.problem.InvalidRequestException;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code PUT /knowledge/{collection}/documents/{id}}.
 *
 * @param text the document's text
 * @param title what it is called
 * @param source where it comes from
 * @param metadata the client's own
 * @param format what the text is written in; read once it is known that the caller may
 */
@Schema(name = "DocumentRequest")
record DocumentBody(
		@Schema(requiredMode = Schema.RequiredMode.REQUIRED, description = "Plain text or Markdown.",
				example = "# Refunds\n\nWe refund within 14 days.") String text,
		@Schema(maxLength = 200, description = "Else the first heading, else the id.",
				example = "Refunds") @Nullable String title,
		@Schema(maxLength = 500, description = "For people; shown with citations.",
				example = "https://handbook.example.com/refunds") @Nullable String source,
		@Schema(description = "At most 16 entries; kept and listed, not searched.",
				example = "{\"team\": \"support\"}") Map<String, String> metadata,
		@Schema(hidden = true) DocumentFormat format) {

	private static final int MAX_TITLE = 200;

	private static final int MAX_SOURCE = 500;

	private static final int MAX_METADATA = 16;

	/**
	 * Reads a body of JSON.
	 * @throws InvalidRequestException naming every bad field
	 */
	static DocumentBody parse(JsonFields fields) {
		String text = fields.requiredText("text", Integer.MAX_VALUE);
		String title = fields.optionalText("title", (name) -> isShort(name, MAX_TITLE), "1 to 200 characters");
		String source = fields.optionalText("source", (name) -> isShort(name, MAX_SOURCE), "1 to 500 characters");
		Map<String, String> metadata = fields.optionalPairs("metadata", MAX_METADATA, 64, 500);
		fields.finish();
		return new DocumentBody(text, title, source, metadata, DocumentFormat.PLAIN);
	}

	static DocumentBody of(String text, DocumentFormat format) {
		return new DocumentBody(text, null, null, Map.of(), format);
	}

	/** What the parameters say counts more than what the body says. */
	NewDocument toDocument(String id, @Nullable String titleParameter, @Nullable String sourceParameter) {
		String read = this.format.read(this.text);
		demand("text", !Ingestion.isEmpty(read), "must hold some text");
		String name = (titleParameter != null) ? titleParameter : this.title;
		String from = (sourceParameter != null) ? sourceParameter : this.source;
		demand("title", name == null || isShort(name, MAX_TITLE), "must be 1 to 200 characters");
		demand("source", from == null || isShort(from, MAX_SOURCE), "must be 1 to 500 characters");
		return new NewDocument(id, read, name, from, this.metadata);
	}

	private static void demand(String field, boolean right, String reason) {
		if (!right) {
			throw new InvalidRequestException(field, reason);
		}
	}

	/** One line, since it stands in headings and marks. */
	private static boolean isShort(String text, int most) {
		return !Text.isBlank(text) && Text.length(text) <= most && Text.isWellFormed(text)
				&& text.chars().noneMatch(Character::isISOControl);
	}

}
