package dev.agentservice.support;

/**
 * What counts as text, everywhere the same.
 */
public final class Text {

	private Text() {
	}

	/**
	 * Whether every surrogate has its partner. Encoders replace a lone one, so that two
	 * different texts would become the same bytes.
	 */
	public static boolean isWellFormed(String text) {
		int character;
		for (int i = 0; i < text.length(); i += Character.charCount(character)) {
			character = text.codePointAt(i);
			if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Whether nothing in it can be seen: white space of any script, control and format
	 * characters.
	 */
	public static boolean isBlank(String text) {
		return text.codePoints().allMatch(Text::isInvisible);
	}

	/** How much it takes wherever it is stored or sent: bytes of UTF-8. */
	public static int bytes(String text) {
		int bytes = text.length();
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			// The two halves of a pair are four bytes together.
			bytes += (c < 0x80) ? 0 : (c < 0x800 || Character.isSurrogate(c)) ? 1 : 2;
		}
		return bytes;
	}

	/** The number of characters as people count them: code points. */
	public static int length(String text) {
		return text.codePointCount(0, text.length());
	}

	/**
	 * A name fit for an error message or a log: at most so many characters, nothing
	 * invisible.
	 */
	public static String printable(String name, int maxLength) {
		StringBuilder shown = new StringBuilder();
		name.codePoints().limit(maxLength).map((c) -> isUnprintable(c) ? '\uFFFD' : c).forEach(shown::appendCodePoint);
		return (length(name) > maxLength) ? shown.append('…').toString() : shown.toString();
	}

	private static boolean isInvisible(int c) {
		return Character.isWhitespace(c) || Character.isSpaceChar(c) || isUnprintable(c);
	}

	private static boolean isUnprintable(int c) {
		return switch (Character.getType(c)) {
			case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.LINE_SEPARATOR,
					Character.PARAGRAPH_SEPARATOR ->
				true;
			default -> false;
		};
	}

}
