package dev.agentservice.guard.normal.decode;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Letters moved along the alphabet (ROT13, Caesar's cipher). A sentence is such a cipher
 * if it has hardly a known word as it stands, and several after one and the same shift.
 */
final class ShiftDecoder implements Decoder {

	private static final int LETTERS = 26;

	/**
	 * So many sentences are tried, so that a long text costs no more than a short one.
	 */
	private static final int ENOUGH_SENTENCES = 200;

	private final Predicate<String> words;

	ShiftDecoder(Predicate<String> words) {
		this.words = words;
	}

	@Override
	public Disguise disguise() {
		return Disguise.SHIFTED_LETTERS;
	}

	@Override
	public Optional<String> decode(String text) {
		Votes votes = new Votes();
		Sentences.each(text, (sentence) -> vote(sentence, votes));
		int shift = votes.winner();
		return (shift == 0) ? Optional.empty() : Optional.of(shift(text, shift));
	}

	private void vote(List<String> sentence, Votes votes) {
		long plain = known(sentence, 0);
		if (sentence.size() < 2 || plain * 3 > sentence.size() || votes.sentences >= ENOUGH_SENTENCES) {
			return;
		}
		votes.sentences++;
		for (int shift = 1; shift < LETTERS; shift++) {
			long known = known(sentence, shift);
			if (known >= 2 && known > plain + 1 && known * 4 >= sentence.size()) {
				votes.of[shift] += (int) known;
			}
		}
	}

	private long known(List<String> sentence, int shift) {
		return sentence.stream()
			.filter((word) -> word.length() > 1 && this.words.test((shift != 0) ? shift(word, shift) : word))
			.count();
	}

	private static String shift(String text, int by) {
		char[] letters = text.toCharArray();
		for (int i = 0; i < letters.length; i++) {
			letters[i] = shift(letters[i], by);
		}
		return new String(letters);
	}

	private static char shift(char c, int by) {
		if (c >= 'a' && c <= 'z') {
			return (char) ('a' + (c - 'a' + by) % LETTERS);
		}
		return (c >= 'A' && c <= 'Z') ? (char) ('A' + (c - 'A' + by) % LETTERS) : c;
	}

	/** How many words each shift explains. */
	private static final class Votes {

		private final int[] of = new int[LETTERS];

		private int sentences;

		int winner() {
			int best = 0;
			for (int shift = 1; shift < LETTERS; shift++) {
				best = (this.of[shift] > this.of[best]) ? shift : best;
			}
			return best;
		}

	}

}
