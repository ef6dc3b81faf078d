package dev.agentservice.guard.redact.stage;

import java.text.Normalizer;

/**
 * Sees through the disguise of single characters, one for one, so that what is found in
 * the folded text can be cut out of the original.
 */
public final class Fold {

	/** A character nobody sees, such as a zero-width space. */
	public static final int INVISIBLE = -1;

	private static final int FULL_WIDTH = 0xFF01 - '!';

	private Fold() {
	}

	/**
	 * Digits and signs as ASCII has them, {@link #INVISIBLE}, or the code point as it is.
	 */
	public static int of(int codePoint) {
		if (codePoint < 0x80) {
			return codePoint;
		}
		if (codePoint >= 0xFF01 && codePoint <= 0xFF5E) {
			return codePoint - FULL_WIDTH;
		}
		if (codePoint == 0x017F) {
			// A regular expression that ignores case takes the long s for an s.
			return 's';
		}
		int digit = Character.digit(codePoint, 10);
		return (digit >= 0) ? '0' + digit : ofSign(codePoint);
	}

	private static int ofSign(int codePoint) {
		if (isSelector(codePoint)) {
			return INVISIBLE;
		}
		if (isStyled(codePoint)) {
			String plain = Normalizer.normalize(Character.toString(codePoint), Normalizer.Form.NFKC);
			return (plain.length() == 1) ? plain.charAt(0) : codePoint;
		}
		return switch (Character.getType(codePoint)) {
			case Character.FORMAT -> INVISIBLE;
			case Character.SPACE_SEPARATOR -> ' ';
			case Character.DASH_PUNCTUATION -> '-';
			default -> (codePoint == 0x2212) ? '-' : codePoint;
		};
	}

	/** Mathematical, circled, raised, lowered and small forms. */
	private static boolean isStyled(int codePoint) {
		return (codePoint >= 0x1D400 && codePoint <= 0x1D7FF) || (codePoint >= 0x2460 && codePoint <= 0x24FF)
				|| (codePoint >= 0x2070 && codePoint <= 0x209C) || (codePoint >= 0xFE50 && codePoint <= 0xFE6B);
	}

	/** Variation selectors and the enclosing keycap. */
	private static boolean isSelector(int codePoint) {
		return (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || codePoint == 0x20E3;
	}

	/**
	 * Whether a folded character can be part of a word. Scripts that put no space between
	 * words are left out, or else a whole paragraph would be one word that is held back.
	 */
	public static boolean isWord(int folded) {
		if (folded < 0x80) {
			return isDigit(folded) || isAsciiLetter(folded) || folded == '_';
		}
		boolean spaced = folded < 0x0E00 || (folded >= 0x1E00 && folded < 0x2000);
		return spaced && (Character.isLetterOrDigit(folded) || Character.getType(folded) == Character.NON_SPACING_MARK);
	}

	/** One of the 52. */
	public static boolean isAsciiLetter(int c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

	/** One of the ten of ASCII, which all others are folded to. */
	public static boolean isDigit(int c) {
		return c >= '0' && c <= '9';
	}

	/** A letter or a digit of ASCII. */
	public static boolean isAlphanumeric(int c) {
		return isDigit(c) || isAsciiLetter(c);
	}

}
