package dev.agentservice.run.interaction;

import java.nio.charset.StandardCharsets;

/** Cuts texts to what JSON makes of them. */
final class CutText {

	private static final String END = " [cut]";

	private CutText() {
	}

	/**
	 * The beginning of a text.
	 * @param max how many bytes it may take in JSON, in UTF-8 and with escapes
	 */
	static String of(String text, int max) {
		int bytes = 0;
		for (int i = 0; i < text.length();) {
			int character = text.codePointAt(i);
			bytes += size(character);
			if (bytes > max) {
				return text.substring(0, i) + END;
			}
			i += Character.charCount(character);
		}
		return text;
	}

	/**
	 * The same of a text that goes on, and whose end must not be shown.
	 * @param end how many characters are not shown
	 */
	static String ofLonger(String text, int end, int max) {
		int length = Math.max(0, text.length() - end);
		if (length > 0 && Character.isHighSurrogate(text.charAt(length - 1))) {
			length--;
		}
		String beginning = text.substring(0, length);
		String cut = of(beginning, max);
		return cut.equals(beginning) ? beginning + END : cut;
	}

	private static int size(int character) {
		if (character < ' ') {
			return 6;
		}
		if (character == '"' || character == '\\') {
			return 2;
		}
		return Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
	}

}
