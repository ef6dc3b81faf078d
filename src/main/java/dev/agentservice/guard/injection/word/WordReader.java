package dev.agentservice.guard.injection.word;

import dev.agentservice.guard.normal.character.Folding;
import dev.agentservice.guard.normal.character.LookAlikes;

/**
 * Finds the symbol of a word, however it is written, and the words in a text that has no
 * spaces.
 */
final class WordReader {

	/** Shorter numbers are numbers. */
	private static final int LEAST_LEET = 4;

	private final Lexicon lexicon;

	private final TokenReader tokens;

	private final JoinedWords joined;

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
		this.joined = new JoinedWords(lexicon);
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
		if (symbol != Symbol.UNKNOWN || !JoinedWords.mayBeSeveral(word)) {
			symbols.append(symbol);
			return;
		}
		int start = symbols.length();
		String folded = Folding.fold(word);
		int known = this.joined.read(folded, symbols);
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

}
