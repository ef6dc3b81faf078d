package dev.agentservice.guard.injection.word;

/**
 * Turns a text into symbols, one per word, and one per end of a sentence, a line, and per
 * colon. Letters that were spread over the line are put together again.
 */
public final class SymbolReader {

	/** Fewer single letters in a row are a list, not a word. */
	private static final int LEAST_SPREAD = 4;

	/** So many words in leetspeak, and short numbers are words too. */
	private static final int LEETSPEAK = 2;

	private final Lexicon lexicon;

	/** A reader that knows the words of a lexicon. */
	public SymbolReader(Lexicon lexicon) {
		this.lexicon = lexicon;
	}

	/**
	 * Reads a text.
	 * @param text in compatibility form
	 * @return its symbols
	 */
	public String read(String text) {
		WordReader words = new WordReader(this.lexicon, false);
		String symbols = read(text, words);
		return (words.leetWords() < LEETSPEAK) ? symbols : read(text, new WordReader(this.lexicon, true));
	}

	private static String read(String text, WordReader words) {
		StringBuilder symbols = new StringBuilder(text.length() / 5 + 16);
		StringBuilder spread = new StringBuilder();
		int i = 0;
		while (i < text.length()) {
			int gap = i;
			while (i < text.length() && isSpace(text.charAt(i))) {
				i++;
			}
			int start = i;
			while (i < text.length() && !isSpace(text.charAt(i))) {
				i++;
			}
			boolean letter = i - start == 1 && (!spread.isEmpty() || isSpreadable(text.charAt(start)));
			boolean lines = text.substring(gap, start).indexOf('\n') >= 0;
			if (!letter || lines) {
				flush(spread, words, symbols);
				lines(text, gap, start, symbols);
			}
			if (letter) {
				spread.append((start - gap > 1) ? " " : "").append(text.charAt(start));
			}
			else if (i > start) {
				words.token(text.substring(start, i), symbols);
			}
		}
		flush(spread, words, symbols);
		return symbols.toString();
	}

	private static void flush(StringBuilder spread, WordReader words, StringBuilder symbols) {
		if (spread.isEmpty()) {
			return;
		}
		boolean wide = spread.length() >= LEAST_SPREAD;
		for (String word : spread.toString().trim().split(wide ? " +" : "", 0)) {
			words.token(word, symbols);
		}
		spread.setLength(0);
	}

	/** One line end may stand in a sentence, more are one end. */
	private static void lines(String text, int from, int to, StringBuilder symbols) {
		int count = 0;
		for (int i = from; i < to && count < 2; i++) {
			if (text.charAt(i) == '\n') {
				symbols.append(Symbol.LINE);
				count++;
			}
		}
	}

	private static boolean isSpreadable(char c) {
		return Character.isLetterOrDigit(c) || "@$!|+'’".indexOf(c) >= 0;
	}

	private static boolean isSpace(char c) {
		return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
	}

}
