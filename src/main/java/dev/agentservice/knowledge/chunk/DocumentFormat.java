package dev.agentservice.knowledge.chunk;

import java.util.Arrays;
import java.util.Optional;

/**
 * What documents are written in.
 */
public enum DocumentFormat {

	/** Markdown. */
	MARKDOWN("text/markdown"),
	/** Plain text. */
	PLAIN("text/plain"),
	/** HTML. */
	HTML("text/html");

	private final String mediaType;

	DocumentFormat(String mediaType) {
		this.mediaType = mediaType;
	}

	/** The format of a media type without parameters. */
	public static Optional<DocumentFormat> of(String mediaType) {
		return Arrays.stream(values()).filter((format) -> format.mediaType.equals(mediaType)).findFirst();
	}

	/** A document as text, with its headings as Markdown writes them. */
	public String read(String content) {
		return switch (this) {
			case MARKDOWN, PLAIN -> content;
			case HTML -> HtmlText.of(content);
		};
	}

}
