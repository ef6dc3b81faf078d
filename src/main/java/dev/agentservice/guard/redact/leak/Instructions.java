package dev.agentservice.guard.redact.leak;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

import com.google.re2j.Pattern;

import org.springframework.modulith.NamedInterface;

/**
 * What an agent was told and must not repeat: the phrases of its instructions, and a
 * canary, a random word put into them. Immutable.
 */
@NamedInterface("redact")
public final class Instructions {

	private static final int CANARY_BYTES = 12;

	private static final Instructions NONE = new Instructions(PhraseIndex.of(List.of()), "");

	private static final Pattern QUOTED = Pattern.compile(
			"\"[^\"\\n]{1,500}\"|\u201c[^\u201d\\n]{1,500}\u201d|\u201e[^\u201c\\n]{1,500}\u201c|\u00ab[^\u00bb\\n]{1,500}\u00bb");

	private final PhraseIndex phrases;

	private final String canary;

	private Instructions(PhraseIndex phrases, String canary) {
		this.phrases = phrases;
		this.canary = canary;
	}

	/** There is nothing to leak. */
	public static Instructions none() {
		return NONE;
	}

	/**
	 * Reads instructions. What stands in quotation marks in one line is what the agent is
	 * told to say, so it may.
	 * @param text the instructions, without what may be repeated, such as the user's name
	 */
	public static Instructions of(String text) {
		return new Instructions(PhraseIndex.of(List.of(QUOTED.split(text))), "");
	}

	/**
	 * The same instructions with a canary.
	 * @param canary from {@link #newCanary()}
	 */
	public Instructions with(String canary) {
		return new Instructions(this.phrases, canary.toLowerCase(Locale.ROOT));
	}

	/** A word for one run: hexadecimal, so that no break of words divides it. */
	public static String newCanary() {
		byte[] bytes = new byte[CANARY_BYTES];
		new SecureRandom().nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	/** Whether there is anything to repeat. */
	public boolean havePhrases() {
		return !this.phrases.isEmpty();
	}

	/** Whether a canary stands in them. */
	public boolean haveCanary() {
		return !this.canary.isEmpty();
	}

	PhraseIndex phrases() {
		return this.phrases;
	}

	/**
	 * Where the canary begins, or -1. How long a comparison takes says nothing about how
	 * much of it was right.
	 */
	int find(String lower, int from) {
		byte[] wanted = this.canary.getBytes(StandardCharsets.US_ASCII);
		if (wanted.length == 0) {
			return -1;
		}
		byte[] text = lower.getBytes(StandardCharsets.ISO_8859_1);
		byte[] window = new byte[wanted.length];
		for (int start = from; start + wanted.length <= text.length; start++) {
			System.arraycopy(text, start, window, 0, window.length);
			if (MessageDigest.isEqual(window, wanted)) {
				return start;
			}
		}
		return -1;
	}

	int canaryLength() {
		return this.canary.length();
	}

}
