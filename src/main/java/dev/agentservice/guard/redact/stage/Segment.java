package dev.agentservice.guard.redact.stage;

import java.util.Arrays;

/**
 * A stretch of text in which everything that belongs to one finding stands together: as
 * it was written, and folded.
 */
final class Segment {

	private final StringBuilder raw = new StringBuilder();

	private final StringBuilder folded = new StringBuilder();

	/** Where each folded character starts in the raw text. */
	private int[] origin = new int[64];

	private int digits;

	private boolean url;

	void append(int codePoint, char c) {
		if (this.folded.length() == this.origin.length) {
			this.origin = Arrays.copyOf(this.origin, 2 * this.origin.length);
		}
		this.origin[this.folded.length()] = this.raw.length();
		this.raw.appendCodePoint(codePoint);
		this.folded.append(c);
		this.digits += Fold.isDigit(c) ? 1 : 0;
		this.url = this.url || (c == '/' && endsWith("//"))
				|| ((c == '/' || c == '?') && HostStart.isHost(this.folded, length() - 1));
	}

	/** It belongs to the character before it. */
	void appendInvisible(int codePoint) {
		this.raw.appendCodePoint(codePoint);
	}

	boolean isEmpty() {
		return this.raw.isEmpty();
	}

	/** In characters of the folded text. */
	int length() {
		return this.folded.length();
	}

	int rawLength() {
		return this.raw.length();
	}

	char at(int index) {
		return this.folded.charAt(index);
	}

	/** The last folded character, NUL if there is none. */
	char last() {
		return this.folded.isEmpty() ? '\0' : at(length() - 1);
	}

	boolean endsWith(String end) {
		return length() >= end.length() && this.folded.indexOf(end, length() - end.length()) >= 0;
	}

	int digits() {
		return this.digits;
	}

	/** Whether a URL has begun, in which almost anything may stand. */
	boolean inUrl() {
		return this.url;
	}

	StringBuilder folded() {
		return this.folded;
	}

	String raw(int from, int to) {
		return this.raw.substring(origin(from), origin(to));
	}

	void removeFront(int count) {
		int cut = origin(count);
		this.raw.delete(0, cut);
		this.folded.delete(0, count);
		this.digits = 0;
		for (int i = 0; i < this.folded.length(); i++) {
			this.origin[i] = this.origin[i + count] - cut;
			this.digits += Fold.isDigit(at(i)) ? 1 : 0;
		}
		this.url = this.folded.indexOf("//") >= 0;
	}

	void clear() {
		this.raw.setLength(0);
		this.folded.setLength(0);
		this.digits = 0;
		this.url = false;
	}

	private int origin(int index) {
		return (index == length()) ? this.raw.length() : this.origin[index];
	}

}
