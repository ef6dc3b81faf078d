package dev.agentservice.guard.normal.decode;

import java.util.Optional;

/**
 * Single characters set apart by one space each, and words by more. A short stretch is a
 * list or a table, and a word in it is read in place; what is looked for here is an
 * encoding.
 */
final class SpreadDecoder implements Decoder {

	private static final int LEAST_CHARACTERS = 16;

	@Override
	public Disguise disguise() {
		return Disguise.SPREAD;
	}

	@Override
	public Optional<String> decode(String text) {
		Replacement plain = new Replacement(text);
		int i = 0;
		while (i < text.length()) {
			int end = stretch(text, i);
			if (end - i >= 2 * LEAST_CHARACTERS - 1) {
				plain.replace(i, end, joined(text, i, end));
			}
			i = Math.max(end, i + 1);
		}
		return plain.result();
	}

	/** The end of the stretch that starts here; the same place if there is none. */
	private static int stretch(String text, int start) {
		if (isBlank(text, start) || !isBlank(text, start - 1)) {
			return start;
		}
		int end = start;
		int i = start;
		while (i < text.length() && !isBlank(text, i) && isBlank(text, i + 1)) {
			end = i + 1;
			i = end;
			while (i < text.length() && text.charAt(i) == ' ') {
				i++;
			}
		}
		return end;
	}

	private static String joined(String text, int start, int end) {
		StringBuilder joined = new StringBuilder();
		int i = start;
		while (i < end) {
			joined.append(text.charAt(i++));
			int gap = i;
			while (i < end && text.charAt(i) == ' ') {
				i++;
			}
			joined.append((i - gap > 1) ? " " : "");
		}
		return joined.toString();
	}

	/** Beyond the text is blank, too. */
	private static boolean isBlank(String text, int index) {
		return index < 0 || index >= text.length() || Character.isWhitespace(text.charAt(index));
	}

}
