package dev.agentservice.guard.injection.word;

import java.util.BitSet;

/**
 * What stands for a word, or for what is between words, in the strings that rules are
 * matched against. They are characters of the private use area, so that a character class
 * of a regular expression is a set of words.
 */
public final class Symbol {

	/** A word that no rule knows. */
	public static final char UNKNOWN = '\uE000';

	/** The end of a sentence. */
	public static final char SENTENCE = '\uE001';

	/** The end of a line. */
	public static final char LINE = '\uE002';

	/** A colon. */
	public static final char COLON = '\uE003';

	static final char NUMBER = '\uE004';

	static final char URL = '\uE005';

	static final char EMAIL = '\uE006';

	/** The first of those that stand for known words. */
	static final char FIRST_GROUP = '\uE010';

	private Symbol() {
	}

	/** The set of one symbol: sets are counted from {@link #UNKNOWN}. */
	public static BitSet set(char symbol) {
		BitSet set = new BitSet();
		set.set(symbol - UNKNOWN);
		return set;
	}

}
