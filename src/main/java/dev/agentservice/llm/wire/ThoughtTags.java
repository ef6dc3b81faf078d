package dev.agentservice.llm.wire;

import org.jspecify.annotations.Nullable;

/**
 * Removes thoughts from the beginning of an answer, which models write between tags where
 * their server does not separate them. The tags may be cut anywhere between two pieces.
 * Takes time linear in the text.
 */
final class ThoughtTags {

	private static final String OPEN = "<think>";

	private static final String CLOSE = "</think>";

	/**
	 * No model writes more blanks before its thoughts; they are scanned repeatedly.
	 */
	private static final int MAX_BLANKS = 64;

	private final StringBuilder held = new StringBuilder();

	private State state = State.BEFORE;

	private @Nullable String thoughts;

	private enum State {

		/** Only blanks, or the beginning of a tag, were received. */
		BEFORE,
		/** Between the tags. */
		INSIDE,
		/** Only blanks were received since the thoughts ended. */
		BEHIND,
		/** All further text is the answer's. */
		TEXT

	}

	/** The part of a piece, and of the text held back before, that is the answer's. */
	String accept(String piece) {
		if (this.state == State.TEXT) {
			return piece;
		}
		this.held.append(piece);
		return switch (this.state) {
			case BEFORE -> before();
			case INSIDE -> inside(piece.length());
			case BEHIND, TEXT -> behind();
		};
	}

	/**
	 * No piece follows: text held back as the beginning of a tag is text of the answer.
	 */
	String finish() {
		if (this.state == State.BEFORE) {
			return rest();
		}
		if (this.state == State.INSIDE) {
			this.thoughts = rest();
		}
		return "";
	}

	/** Whether thoughts have begun. */
	boolean holds() {
		return this.state == State.INSIDE || this.thoughts != null;
	}

	/** All received characters that are no text. */
	CharSequence heard() {
		return (this.thoughts != null) ? this.thoughts : this.held;
	}

	/** The thoughts with their tags, null if there are none. */
	@Nullable String thoughts() {
		return this.thoughts;
	}

	private String before() {
		int start = firstOf(this.held);
		int length = Math.min(OPEN.length(), this.held.length() - start);
		if (start > MAX_BLANKS || !OPEN.startsWith(this.held.substring(start, start + length))) {
			return rest();
		}
		if (length < OPEN.length()) {
			return "";
		}
		this.state = State.INSIDE;
		return inside(this.held.length());
	}

	private String inside(int added) {
		int end = this.held.indexOf(CLOSE, Math.max(0, this.held.length() - added - CLOSE.length()));
		if (end < 0) {
			return "";
		}
		this.thoughts = this.held.substring(0, end + CLOSE.length());
		this.held.delete(0, end + CLOSE.length());
		this.state = State.BEHIND;
		return behind();
	}

	private String behind() {
		this.held.delete(0, firstOf(this.held));
		return this.held.isEmpty() ? "" : rest();
	}

	private String rest() {
		String text = this.held.toString();
		this.held.setLength(0);
		this.state = State.TEXT;
		return text;
	}

	/** The position of the first character that is no blank. */
	private static int firstOf(CharSequence text) {
		return (int) text.chars().takeWhile(Character::isWhitespace).count();
	}

}
