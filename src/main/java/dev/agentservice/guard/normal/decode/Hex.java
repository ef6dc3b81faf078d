package dev.agentservice.guard.normal.decode;

/**
 * Digits that may or may not be there.
 */
final class Hex {

	private Hex() {
	}

	/** The byte that two digits at a place stand for, or -1. */
	static int byteAt(String text, int index) {
		if (index + 1 >= text.length()) {
			return -1;
		}
		int high = digit(text.charAt(index));
		int low = digit(text.charAt(index + 1));
		return (high < 0 || low < 0) ? -1 : high * 16 + low;
	}

	/** A number of at most seven digits, or -1. */
	static int number(String digits, int radix) {
		if (digits.isEmpty() || digits.length() > 7
				|| digits.chars().anyMatch((c) -> c >= 0x80 || Character.digit(c, radix) < 0)) {
			return -1;
		}
		return Integer.parseInt(digits, radix);
	}

	private static int digit(char c) {
		return (c < 0x80) ? Character.digit(c, 16) : -1;
	}

}
