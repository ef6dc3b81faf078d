package dev.agentservice.knowledge.ingest;

import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A document to be stored.
 *
 * @param id as its client calls it
 * @param text its text, with headings as in Markdown
 * @param title what it is called; null for its first heading, or else its id
 * @param source where it comes from
 * @param metadata the client's own
 */
public record NewDocument(String id, String text, @Nullable String title, @Nullable String source,
		Map<String, String> metadata) {

	private static final Pattern HEADING = Pattern.compile("#{1,6} .{1,200}");

	public NewDocument {
		metadata = Map.copyOf(metadata);
	}

	/** What it is called. */
	String name() {
		if (this.title != null && !this.title.isBlank()) {
			return this.title;
		}
		return this.text.lines()
			.filter((line) -> line.startsWith("#") && HEADING.matcher(line).matches())
			.findFirst()
			.map((line) -> line.replaceFirst("#+ ", "").strip())
			.filter((heading) -> !heading.isEmpty())
			.orElse(this.id);
	}

}
