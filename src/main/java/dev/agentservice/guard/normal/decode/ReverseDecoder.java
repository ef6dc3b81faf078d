package dev.agentservice.guard.normal.decode;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Text written backwards. A sentence is, if several of its longer words are known only
 * backwards.
 */
final class ReverseDecoder implements Decoder {

	private static final int LONG_WORD = 4;

	private final Predicate<String> words;

	ReverseDecoder(Predicate<String> words) {
		this.words = words;
	}

	@Override
	public Disguise disguise() {
		return Disguise.REVERSED;
	}

	@Override
	public Optional<String> decode(String text) {
		boolean[] reversed = new boolean[1];
		Sentences.each(text, (sentence) -> reversed[0] |= isReversed(sentence));
		return reversed[0] ? Optional.of(new StringBuilder(text).reverse().toString()) : Optional.empty();
	}

	private boolean isReversed(List<String> sentence) {
		return sentence.stream()
			.filter((word) -> word.length() >= LONG_WORD && !this.words.test(word)
					&& this.words.test(new StringBuilder(word).reverse().toString()))
			.limit(2)
			.count() == 2;
	}

}
