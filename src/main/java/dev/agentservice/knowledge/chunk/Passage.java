package dev.agentservice.knowledge.chunk;

/**
 * A piece of a document.
 *
 * @param text the piece, as it is in the document
 * @param heading what stands above it: title and headings; empty if nothing does
 * @param start where it begins, in characters
 * @param end where it ends
 */
public record Passage(String text, String heading, int start, int end) {

	/** What is searched and shown: heading and text. */
	public static String whole(String heading, String text) {
		return heading.isEmpty() ? text : heading + "\n\n" + text;
	}

}
