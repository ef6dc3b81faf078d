package dev.agentservice.simulator.usage;

import java.util.ArrayList;
import java.util.List;

/**
 * The simulated providers' own word pieces, on purpose no tokenizer that the service has.
 * A piece is up to five ASCII letters with the space before them, up to eight spaces, or
 * one other character: so digits, punctuation and other scripts cost more than any
 * estimate by length expects.
 *
 * <p>
 * Promise to whoever bounds a price: the pieces of a text are never more than its bytes
 * in UTF-8, because every piece holds at least one whole character.
 */
public final class Tokenizer {

	private static final int LETTERS = 5;

	private static final int SPACES = 8;

	private Tokenizer() {
	}

	/** How many pieces the text has. */
	public static int count(String text) {
		int count = 0;
		for (int at = 0; at < text.length(); at = endOfPiece(text, at)) {
			count++;
		}
		return count;
	}

	/** The pieces; joined they are the text again. */
	public static List<String> pieces(String text) {
		List<String> pieces = new ArrayList<>();
		int at = 0;
		while (at < text.length()) {
			int end = endOfPiece(text, at);
			pieces.add(text.substring(at, end));
			at = end;
		}
		return pieces;
	}

	private static int endOfPiece(String text, int start) {
		char first = text.charAt(start);
		int letters = (first == ' ') ? start + 1 : start;
		if (isLetter(text, letters)) {
			return endOfRun(text, letters, LETTERS, false);
		}
		if (first == ' ') {
			return endOfRun(text, start, SPACES, true);
		}
		return start + Character.charCount(text.codePointAt(start));
	}

	private static int endOfRun(String text, int start, int limit, boolean spaces) {
		int end = start;
		while (end < start + limit && (spaces ? isSpace(text, end) : isLetter(text, end))) {
			end++;
		}
		return end;
	}

	private static boolean isSpace(String text, int index) {
		return index < text.length() && text.charAt(index) == ' ';
	}

	private static boolean isLetter(String text, int index) {
		if (index >= text.length()) {
			return false;
		}
		char c = text.charAt(index);
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

}
