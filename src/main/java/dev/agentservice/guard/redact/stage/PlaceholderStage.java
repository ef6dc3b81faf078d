package dev.agentservice.guard.redact.stage;

/**
 * Joins the remaining text and the placeholders, so that a placeholder's brackets make no
 * link or image of the text around it.
 */
final class PlaceholderStage {

	private final Stage next;

	private boolean exclaimed;

	private boolean closed;

	PlaceholderStage(Stage next) {
		this.next = next;
	}

	void text(String text) {
		text.codePoints().forEach(this::text);
	}

	void text(int codePoint) {
		if (this.closed && (codePoint == '(' || codePoint == '[')) {
			this.next.accept(' ');
		}
		put(codePoint);
		this.closed = false;
	}

	/** Takes what stands in the place of a finding. */
	void replacement(String replacement) {
		if ((this.exclaimed || this.closed) && replacement.startsWith("[")) {
			this.next.accept(' ');
		}
		replacement.codePoints().forEach(this::put);
		this.closed = replacement.endsWith("]");
	}

	void finish() {
		this.next.finish();
	}

	private void put(int codePoint) {
		this.next.accept(codePoint);
		this.exclaimed = codePoint == '!';
	}

}
