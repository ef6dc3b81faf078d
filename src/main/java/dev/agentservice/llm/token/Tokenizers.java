package dev.agentservice.llm.token;

import java.util.function.ToLongFunction;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingRegistry;
import com.knuddels.jtokkit.api.EncodingType;
import org.springframework.modulith.NamedInterface;
import dev.agentservice.llm.wire.Utf8;

/**
 * OpenAI's published tokenizers, loaded when first used. The library takes more than
 * linear time and much memory for a long sequence of letters, blanks or signs, which it
 * treats as one piece; such sequences are counted by their bytes instead.
 */
@NamedInterface("token")
public final class Tokenizers {

	/** Longer than any word; at this length the library still uses its fast path. */
	private static final int LONGEST_RUN = 256;

	private static final int BLANK = 0;

	private static final int DIGIT = 1;

	private static final int LETTER = 2;

	private static final int SIGN = 3;

	private static final EncodingRegistry ENCODINGS = Encodings.newLazyEncodingRegistry();

	private Tokenizers() {
	}

	/** The number of tokens, long sequences estimated. */
	public static long count(EncodingType type, String text) {
		return count(ENCODINGS.getEncoding(type), text, TokenEstimate::of);
	}

	/** The number of tokens, long sequences counted as one token a byte. */
	static long bound(EncodingType type, String text) {
		return count(ENCODINGS.getEncoding(type), text, Utf8::length);
	}

	private static long count(Encoding encoding, String text, ToLongFunction<CharSequence> longRun) {
		long tokens = 0;
		int from = 0;
		int start = 0;
		while (start < text.length()) {
			int end = endOfRun(text, start);
			if (end - start > LONGEST_RUN) {
				tokens += encoding.countTokensOrdinary(text.substring(from, start));
				tokens += longRun.applyAsLong(text.substring(start, end));
				from = end;
			}
			start = end;
		}
		return tokens + encoding.countTokensOrdinary(text.substring(from));
	}

	/** Where the letters, blanks or signs that begin here end; digits come in threes. */
	private static int endOfRun(String text, int start) {
		int kind = kind(text.charAt(start));
		int end = start + 1;
		while (end < text.length() && kind != DIGIT && kind(text.charAt(end)) == kind) {
			end++;
		}
		return end;
	}

	private static int kind(char c) {
		if (Character.isWhitespace(c)) {
			return BLANK;
		}
		if (Character.isDigit(c)) {
			return DIGIT;
		}
		return Character.isLetter(c) ? LETTER : SIGN;
	}

}
