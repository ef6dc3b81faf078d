package dev.agentservice.guard.normal.character;

import java.util.Locale;

import com.ibm.icu.text.Normalizer2;

/**
 * Brings a word to the form in which words are compared: lower case, without marks.
 */
public final class Folding {

	private static final Normalizer2 DECOMPOSED = Normalizer2.getNFKDInstance();

	private static final Normalizer2 COMPOSED = Normalizer2.getNFCInstance();

	private Folding() {
	}

	/**
	 * The word in lower case and without marks: {@code Été} becomes {@code ete}.
	 * @param word one word, in compatibility form
	 * @return what the same word looks like however it is written
	 */
	public static String fold(String word) {
		String lower = word.toLowerCase(Locale.ROOT);
		if (lower.chars().allMatch((c) -> c < 0x80)) {
			return lower;
		}
		StringBuilder bare = new StringBuilder(lower.length());
		DECOMPOSED.normalize(lower)
			.codePoints()
			.filter((c) -> Character.getType(c) != Character.NON_SPACING_MARK)
			.forEach(bare::appendCodePoint);
		return COMPOSED.normalize(bare).replace("ß", "ss");
	}

}
