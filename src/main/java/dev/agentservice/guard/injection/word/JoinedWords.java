package dev.agentservice.guard.injection.word;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * Finds the words in a text that has no spaces.
 */
final class JoinedWords {

	private static final Set<UnicodeScript> WITHOUT_SPACES = Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
			UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.THAI);

	/** Words this long may be several that were written together. */
	private static final int LONG = 8;

	private static final int LEAST_WORD = 3;

	private final Lexicon lexicon;

	JoinedWords(Lexicon lexicon) {
		this.lexicon = lexicon;
	}

	/** Whether a word may be several. */
	static boolean mayBeSeveral(String word) {
		return word.length() >= LONG || WITHOUT_SPACES.contains(UnicodeScript.of(word.codePointAt(0)));
	}

	/**
	 * Adds the symbols of words that stand together; tells how many letters they have.
	 */
	int read(String text, StringBuilder symbols) {
		int known = 0;
		boolean unknown = false;
		int i = 0;
		while (i < text.length()) {
			WordTree.Hit hit = this.lexicon.longestAt(text, i);
			if (hit.length() >= ((text.charAt(i) < 0x80) ? LEAST_WORD : 1)) {
				symbols.append(hit.symbol());
				known += hit.length();
				i += hit.length();
				unknown = false;
				continue;
			}
			if (!unknown) {
				symbols.append(Symbol.UNKNOWN);
			}
			unknown = true;
			i++;
		}
		return known;
	}

}
