package dev.agentservice.guard.redact.leak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.stage.Fold;

/**
 * What counts as a word when texts are compared: letters and digits in a row, or one
 * character of a script that puts no spaces between words.
 */
final class Words {

	/** No word of any instructions is longer. */
	static final int LONGEST = 64;

	private static final Pattern LABEL = Pattern.compile("[0-9]{1,9}(?:st|nd|rd|th)?|(?i:[ivxlc]{2,8})");

	private Words() {
	}

	static List<String> of(String text) {
		List<String> words = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		text.codePoints().map(Fold::of).filter((c) -> c != Fold.INVISIBLE).forEach((c) -> {
			if (continues(c)) {
				word.appendCodePoint(c);
				return;
			}
			end(word, words);
			if (isOneWord(c)) {
				words.add(Character.toString(c));
			}
		});
		end(word, words);
		return words;
	}

	/** Whether the folded character is part of a longer word. */
	static boolean continues(int folded) {
		return folded != '_' && Fold.isWord(folded);
	}

	/** Whether the folded character is a word of its own. */
	static boolean isOneWord(int folded) {
		return !continues(folded) && Character.isLetterOrDigit(folded);
	}

	/**
	 * Whether a folded word is what lists are numbered with: digits, a letter, a Roman
	 * numeral.
	 */
	static boolean isLabel(String word) {
		return word.length() == 1 || LABEL.matches(word);
	}

	private static void end(StringBuilder word, List<String> words) {
		if (!word.isEmpty() && word.length() <= LONGEST) {
			words.add(word.toString().toLowerCase(Locale.ROOT));
		}
		word.setLength(0);
	}

}
