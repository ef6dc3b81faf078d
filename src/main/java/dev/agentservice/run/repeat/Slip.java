package dev.agentservice.run.repeat;

import java.util.Set;

/** A slip of somebody who types a word once more. */
final class Slip {

	/** Shorter words are others when a letter changes. */
	private static final int SHORTEST = 4;

	private static final Set<Integer> NUMBERS = Set.of((int) Character.DECIMAL_DIGIT_NUMBER,
			(int) Character.LETTER_NUMBER, (int) Character.OTHER_NUMBER);

	private Slip() {
	}

	/** Whether a letter was changed, left out or added, or two changed places. */
	static boolean isBetween(String one, String other) {
		int shorter = Math.min(one.length(), other.length());
		if (shorter < SHORTEST || hasNumber(one) || hasNumber(other)) {
			return false;
		}
		int begin = 0;
		while (begin < shorter && one.charAt(begin) == other.charAt(begin)) {
			begin++;
		}
		int end = 0;
		while (end < shorter - begin && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
			end++;
		}
		String changed = one.substring(begin, one.length() - end);
		String into = other.substring(begin, other.length() - end);
		return Math.max(changed.length(), into.length()) <= 1
				|| (changed.length() == 2 && into.contentEquals(new StringBuilder(changed).reverse()));
	}

	/**
	 * Whether a word has a digit, or what counts as one: another number is another task.
	 */
	static boolean hasNumber(String word) {
		return word.codePoints().anyMatch((c) -> NUMBERS.contains(Character.getType(c)));
	}

}
