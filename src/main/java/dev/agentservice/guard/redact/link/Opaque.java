package dev.agentservice.guard.redact.link;

/**
 * Counts the characters of a path or a host that are no words: what could be data that
 * somebody has encoded and cut into pieces. Words are told by their shape, so that no
 * list of them is needed: they have vowels, few consonants in a row, and capitals at
 * their beginning.
 */
final class Opaque {

	private static final int LONGEST_CLUSTER = 5;

	/** Capitals in the middle of a word are as rare as words are long. */
	private static final int SHORTEST_HUMP = 3;

	private Opaque() {
	}

	/** How many characters of a text are no words. */
	static int count(String text) {
		int count = 0;
		int index = 0;
		while (index < text.length()) {
			if (text.charAt(index) == '%') {
				count++;
				index++;
				continue;
			}
			int end = index;
			while (end < text.length() && isAlphanumeric(text.charAt(end))) {
				end++;
			}
			count += (end > index) ? inToken(text, index, end) : 0;
			index = Math.max(end, index + 1);
		}
		return count;
	}

	/** Letters and digits in turns are nobody's word; once is a number behind one. */
	private static int inToken(String text, int from, int to) {
		int digits = 0;
		int turns = 0;
		int letters = from;
		for (int i = from; i < to; i++) {
			boolean digit = isDigit(text.charAt(i));
			digits += digit ? 1 : 0;
			turns += (i > from && digit != isDigit(text.charAt(i - 1))) ? 1 : 0;
			letters = (digit && letters == i) ? i + 1 : letters;
		}
		if (turns > 1) {
			return to - from;
		}
		int length = to - from - digits;
		return digits + (isWord(text, letters, letters + length) ? 0 : length);
	}

	private static boolean isWord(String text, int from, int to) {
		int vowels = 0;
		int cluster = 0;
		int humps = 1;
		for (int i = from; i < to; i++) {
			char c = text.charAt(i);
			boolean vowel = "aeiouyAEIOUY".indexOf(c) >= 0;
			vowels += vowel ? 1 : 0;
			cluster = vowel ? 0 : cluster + 1;
			humps += (i > from && beginsHump(text, i, to)) ? 1 : 0;
			if (cluster >= LONGEST_CLUSTER) {
				return false;
			}
		}
		return to == from || (vowels > 0 && (humps == 1 || (to - from) >= SHORTEST_HUMP * humps));
	}

	/** As in getById and in HTMLElement. */
	private static boolean beginsHump(String text, int index, int to) {
		boolean capital = text.charAt(index) <= 'Z';
		return capital && (text.charAt(index - 1) > 'Z' || (index + 1 < to && text.charAt(index + 1) > 'Z'));
	}

	private static boolean isAlphanumeric(char c) {
		return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

	private static boolean isDigit(char c) {
		return c >= '0' && c <= '9';
	}

}
