package dev.agentservice.guard.injection.word;

import java.lang.Character.UnicodeScript;
import java.util.Set;

import dev.agentservice.guard.normal.character.Folding;
import dev.agentservice.guard.normal.character.LookAlikes;

/**
 * Finds the symbol of a word, however it is written, and the words in a text that has no
 * spaces.
 */
final class WordReader {

	private static final Set<UnicodeScript> WITHOUT_SPACES = Set.of(UnicodeScript.HAN, UnicodeScript.HIRAGANA,
			UnicodeScript.KATAKANA, UnicodeScript.HANGUL, UnicodeScript.THAI);

	/** Words this long may be several that were written together. */
	private static final int LONG = 8;

	private static final int LEAST_WORD = 3;

	/** Shorter numbers are numbers. */
	private static final int LEAST_LEET = 4;

	private final Lexicon lexicon;

	private final TokenReader tokens;

	private final boolean leetspeak;

	private int leetWords;

	/**
	 * Creates a reader of one text.
	 * @param lexicon the words
	 * @param leetspeak whether also numbers may be words
	 */
	WordReader(Lexicon lexicon, boolean leetspeak) {
		this.lexicon = lexicon;
		this.leetspeak = leetspeak;
		this.tokens = new TokenReader(this);
	}

	/** How many words so far had digits or signs for letters. */
	int leetWords() {
		return this.leetWords;
	}

	/** Adds the symbols of what stands between two spaces. */
	void token(String token, StringBuilder symbols) {
		this.tokens.read(token, symbols);
	}

	/** Adds the symbol of a word, or the symbols of the words in it. */
	void word(String word, StringBuilder symbols) {
		char symbol = symbolOf(word);
		if (symbol != Symbol.UNKNOWN || !mayBeSeveral(word)) {
			symbols.append(symbol);
			return;
		}
		int start = symbols.length();
		String folded = Folding.fold(word);
		int known = words(folded, symbols);
		if (folded.charAt(0) < 0x80 && known * 3 < folded.length() * 2) {
			symbols.setLength(start);
			symbols.append(Symbol.UNKNOWN);
		}
	}

	/** The symbol of one word, read as it stands, as look-alikes and as leetspeak. */
	char symbolOf(String word) {
		if (word.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			char spelled = (this.leetspeak || word.length() >= LEAST_LEET) ? this.lexicon.symbolOfLeet(word)
					: Symbol.UNKNOWN;
			return (spelled != Symbol.UNKNOWN) ? spelled : Symbol.NUMBER;
		}
		String folded = Folding.fold(word);
		char symbol = this.lexicon.symbolOf(folded);
		if (symbol == Symbol.UNKNOWN && word.chars().anyMatch((c) -> c >= 0x80)) {
			String latin = LookAlikes.latin(word);
			symbol = this.lexicon.symbolOf(Folding.fold(latin));
			return (symbol != Symbol.UNKNOWN || latin.equals(word)) ? symbol : this.lexicon.symbolOfLeet(latin);
		}
		boolean leet = symbol == Symbol.UNKNOWN && word.chars().anyMatch((c) -> LookAlikes.isLeet((char) c));
		return leet ? leet(folded) : symbol;
	}

	private char leet(String word) {
		char symbol = this.lexicon.symbolOfLeet(word);
		this.leetWords += (symbol != Symbol.UNKNOWN) ? 1 : 0;
		return symbol;
	}

	/**
	 * Adds the symbols of words that stand together; tells how many letters they have.
	 */
	private int words(String text, StringBuilder symbols) {
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

	private static boolean mayBeSeveral(String word) {
		return word.length() >= LONG || WITHOUT_SPACES.contains(UnicodeScript.of(word.codePointAt(0)));
	}

}
