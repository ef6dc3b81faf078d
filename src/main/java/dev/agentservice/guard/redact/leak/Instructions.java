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
 * marker, a random word put into them. Immutable.
 */
@NamedInterface("redact")
public final class Instructions {

	private static final int MARKER_BYTES = 12;

	private static final Instructions NONE = new Instructions(PhraseIndex.of(List.of()), "");

	private static final Pattern QUOTED = Pattern.compile(
			"\"[^\"\\n]{1,500}\"|\u201c[^\u201d\\n]{1,500}\u201d|\u201e[^\u201c\\n]{1,500}\u201c|\u00ab[^\u00bb\\n]{1,500}\u00bb");

	private final PhraseIndex phrases;

	private final String marker;

	private Instructions(PhraseIndex phrases, String marker) {
		this.phrases = phrases;
		this.marker = marker;
	}

	/** There is nothing to leak. */
	public static Instructions none() {
		return NONE;
	}

	/**
	 * Reads instructions. Text in quotation marks in one line is meant to be said, so it
	 * may.
	 * @param text the instructions, without what may be repeated, such as the user's name
	 */
	public static Instructions of(String text) {
		return new Instructions(PhraseIndex.of(List.of(QUOTED.split(text))), "");
	}

	/**
	 * The same instructions with a marker.
	 * @param marker from {@link #newMarker()}
	 */
	public Instructions with(String marker) {
		return new Instructions(this.phrases, marker.toLowerCase(Locale.ROOT));
	}

	/** A word for one run: hexadecimal, so that no break of words divides it. */
	public static String newMarker() {
		byte[] bytes = new byte[MARKER_BYTES];
		new SecureRandom().nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	/** Whether there is anything to repeat. */
	public boolean havePhrases() {
		return !this.phrases.isEmpty();
	}

	/** Whether a marker stands in them. */
	public boolean haveMarker() {
		return !this.marker.isEmpty();
	}

	PhraseIndex phrases() {
		return this.phrases;
	}

	/**
	 * Where the marker begins, or -1. How long a comparison takes says nothing about how
	 * much of it was right.
	 */
	int find(String lower, int from) {
		byte[] wanted = this.marker.getBytes(StandardCharsets.US_ASCII);
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

	int markerLength() {
		return this.marker.length();
	}

}
