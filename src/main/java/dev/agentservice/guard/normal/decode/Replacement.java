package dev.agentservice.guard.normal.decode;

import java.util.Optional;

/**
 * A text in which stretches are replaced, from left to right.
 */
final class Replacement {

	private final String text;

	private final StringBuilder plain = new StringBuilder();

	private int copied;

	Replacement(String text) {
		this.text = text;
	}

	/** Puts words in the place of a stretch that begins behind all earlier ones. */
	void replace(int start, int end, String words) {
		this.plain.append(this.text, this.copied, start).append(words);
		this.copied = end;
	}

	/** The text after all replacements; empty if there were none. */
	Optional<String> result() {
		return (this.copied == 0) ? Optional.empty()
				: Optional.of(this.plain.append(this.text, this.copied, this.text.length()).toString());
	}

}
