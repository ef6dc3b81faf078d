package dev.agentservice.guard.normal.character;

import java.util.Optional;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.FilteredNormalizer2;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;

/**
 * What Unicode allows to be written invisibly, or in more than one way.
 *
 * @see <a href="https://www.unicode.org/reports/tr15/">UAX #15, normalization forms</a>
 * @see <a href="https://www.unicode.org/reports/tr36/">UTR #36, security
 * considerations</a>
 */
public final class Unicode {

	private static final int TAGS = 0xE0000;

	private static final int LAST_TAG = 0xE007E;

	private static final int REGIONAL_A = 0x1F1E6;

	private static final int REGIONAL_Z = 0x1F1FF;

	private static final char OVERRIDE = '\u202E';

	private static final char POP = '\u202C';

	/**
	 * NFKC without the few Arabic ligatures that stand for whole sentences (up to 18
	 * characters each), so that the length stays in proportion.
	 */
	private static final Normalizer2 COMPATIBILITY = new FilteredNormalizer2(Normalizer2.getNFKCInstance(),
			new UnicodeSet("[^\\uFDF0-\\uFDFF]").freeze());

	private Unicode() {
	}

	/**
	 * A text in compatibility form, without what cannot be seen. Marks are dropped before
	 * it is normalised: to put a long run of them in canonical order takes quadratic
	 * time.
	 */
	public static String compatible(String text) {
		if (text.chars().allMatch((c) -> c < 0x7F)) {
			return text;
		}
		StringBuilder visible = new StringBuilder(text.length());
		text.codePoints().filter((c) -> c < 0x7F || !isInvisible(c)).forEach((c) -> append(visible, c));
		return COMPATIBILITY.normalize(visible);
	}

	/** What is written in tag characters, line by line. */
	public static Optional<String> tagged(String text) {
		if (text.indexOf('\uDB40') < 0) {
			return Optional.empty();
		}
		StringBuilder hidden = new StringBuilder();
		text.codePoints()
			.filter((c) -> c == '\n' || (c > TAGS && c <= LAST_TAG))
			.forEach((c) -> hidden.append((c == '\n') ? '\n' : (char) (c - TAGS)));
		return hidden.toString().isBlank() ? Optional.empty() : Optional.of(hidden.toString());
	}

	/** The text as it is shown where a right-to-left override turns it around. */
	public static Optional<String> overridden(String text) {
		int start = text.indexOf(OVERRIDE);
		if (start < 0) {
			return Optional.empty();
		}
		StringBuilder shown = new StringBuilder(text.length());
		int from = 0;
		while (start >= 0) {
			int pop = text.indexOf(POP, start);
			int end = (pop < 0) ? text.length() : pop;
			shown.append(text, from, start).append(new StringBuilder(text.substring(start, end)).reverse());
			from = end;
			start = text.indexOf(OVERRIDE, from);
		}
		return Optional.of(compatible(shown.append(text, from, text.length()).toString()));
	}

	private static void append(StringBuilder visible, int c) {
		if (c >= REGIONAL_A && c <= REGIONAL_Z) {
			visible.append((char) ('a' + c - REGIONAL_A));
		}
		else {
			visible.appendCodePoint(c);
		}
	}

	private static boolean isInvisible(int c) {
		return switch (Character.getType(c)) {
			case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
			case Character.CONTROL -> !Character.isWhitespace(c);
			default -> UCharacter.hasBinaryProperty(c, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
		};
	}

}
