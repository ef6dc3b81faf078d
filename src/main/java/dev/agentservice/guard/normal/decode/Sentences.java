package dev.agentservice.guard.normal.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The Latin words of each sentence, as far as it takes to recognise a language.
 */
final class Sentences {

	private static final int ENOUGH_WORDS = 16;

	private Sentences() {
	}

	/** Tells the first words of each sentence, in lower case. */
	static void each(String text, Consumer<List<String>> sentence) {
		List<String> words = new ArrayList<>();
		int i = 0;
		while (i < text.length()) {
			char c = text.charAt(i);
			int end = i;
			while (end < text.length() && isLatin(text.charAt(end))) {
				end++;
			}
			if (end > i && words.size() < ENOUGH_WORDS) {
				words.add(text.substring(i, Math.min(end, i + 32)).toLowerCase(Locale.ROOT));
			}
			if (end == i && ".!?\n".indexOf(c) >= 0) {
				sentence.accept(words);
				words = new ArrayList<>();
			}
			i = Math.max(end, i + 1);
		}
		sentence.accept(words);
	}

	private static boolean isLatin(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

}
