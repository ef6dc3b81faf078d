package dev.agentservice.guard.redact.stage;

/**
 * One station on a text's way out. It takes one code point after the other and hands on
 * what it has decided about; what it cannot decide yet it holds back. As nothing it does
 * depends on where the text was cut, every cut gives the same result.
 */
public interface Stage {

	/** Takes the next character. */
	void accept(int codePoint);

	/** The text has ended: decide about the rest. */
	void finish();

	/** Takes several characters, none of them cut in half. */
	default void acceptAll(CharSequence text) {
		for (int i = 0; i < text.length();) {
			int codePoint = Character.codePointAt(text, i);
			accept(codePoint);
			i += Character.charCount(codePoint);
		}
	}

}
