package dev.agentservice.agent.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

import org.springframework.modulith.NamedInterface;

/**
 * A passage that a model was shown, and can be cited.
 *
 * @param label what the model cites it by
 * @param collection where it is from
 * @param document of which document
 * @param title what that is called
 * @param source where that is from, for people
 * @param passage its number in the document
 * @param start where in the document it begins, in characters
 * @param end where it ends
 * @param quote its first words
 * @param owner {@code me} if the document is the caller's own; null if it is shared
 */
@NamedInterface("journal")
public record Source(String label, String collection, String document, String title,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String source, int passage, int start, int end,
		String quote, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner) {

	/** The owner of a document that is the caller's own. */
	public static final String ME = "me";

	/** A passage of a document that a tenant shares. */
	public Source(String label, String collection, String document, String title, @Nullable String source, int passage,
			int start, int end, String quote) {
		this(label, collection, document, title, source, passage, start, end, quote, null);
	}

	/** The same with another title and quote. */
	public Source with(String title, String quote) {
		return new Source(this.label, this.collection, this.document, title, this.source, this.passage, this.start,
				this.end, quote, this.owner);
	}

}
