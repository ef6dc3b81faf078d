package dev.agentservice.knowledge.evaluate.vector;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.llm.token.Tokenizers;

/**
 * How many word pieces BERT makes of a text, without its vocabulary: passages have to be
 * cut in the same places whether the model is there or not. Each sign is a piece by
 * itself; a word is taken for as many as the tokens that OpenAI's tokenizer makes of it,
 * and one more if it is long.
 */
final class WordPieces {

	/** A word, or one sign; the rest is white space. */
	private static final Pattern PARTS = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+|[^\\s\\p{L}\\p{M}\\p{N}]");

	private static final int LONG = 12;

	private WordPieces() {
	}

	static long estimate(String text) {
		long pieces = 0;
		Matcher parts = PARTS.matcher(text);
		while (parts.find()) {
			pieces += pieces(parts.group());
		}
		return pieces;
	}

	private static long pieces(String part) {
		if (part.length() == 1) {
			return 1;
		}
		// With a blank in front a word is one that stands in a sentence.
		return Tokenizers.count(EncodingType.CL100K_BASE, " " + part) + ((part.length() > LONG) ? 1 : 0);
	}

}
