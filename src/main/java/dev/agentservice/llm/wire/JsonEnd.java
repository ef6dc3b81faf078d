package dev.agentservice.llm.wire;

/**
 * Finds the end of a JSON object while it is written. Each character is read once.
 */
final class JsonEnd {

	private int depth;

	private boolean inText;

	private boolean escaped;

	private boolean begun;

	void accept(CharSequence piece) {
		for (int i = 0; i < piece.length(); i++) {
			accept(piece.charAt(i));
		}
	}

	/** Whether an object was begun and is closed. */
	boolean reached() {
		return this.begun && this.depth == 0;
	}

	private void accept(char c) {
		if (this.inText) {
			this.inText = this.escaped || c != '"';
			this.escaped = !this.escaped && c == '\\';
			return;
		}
		switch (c) {
			case '"' -> this.inText = true;
			case '{', '[' -> {
				this.depth++;
				this.begun = true;
			}
			case '}', ']' -> this.depth--;
			default -> {
			}
		}
	}

}
