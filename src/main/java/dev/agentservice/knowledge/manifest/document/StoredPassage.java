package dev.agentservice.knowledge.manifest.document;

import java.util.List;
import java.util.Objects;

import dev.agentservice.support.Text;

/**
 * A passage as it is stored.
 *
 * @param text the text itself
 * @param heading what stands above it: the document's title and headings
 * @param start where in the document it begins, in characters
 * @param end where it ends
 * @param sha256 the digest of the text
 * @param findings the rules that found instructions in it when it was stored
 */
public record StoredPassage(String text, String heading, int start, int end, String sha256, List<String> findings) {

	/** What Redis takes for a field of a hash beside its value, about. */
	private static final int OVERHEAD = 100;

	public StoredPassage {
		Objects.requireNonNull(text);
		Objects.requireNonNull(heading);
		Objects.requireNonNull(sha256);
		findings = List.copyOf(findings);
	}

	/** What it takes as it is written. */
	long bytes() {
		return (long) Text.bytes(ManifestJson.write(this)) + OVERHEAD;
	}

}
