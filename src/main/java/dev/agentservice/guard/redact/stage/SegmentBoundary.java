package dev.agentservice.guard.redact.stage;

import java.util.List;

/**
 * Where a segment ends. Most end with the word. Numbers continue after a space, because
 * people write card, telephone and account numbers in groups.
 */
final class SegmentBoundary {

	/** What stands inside addresses, keys and numbers. */
	private static final String INNER = ".-+@:/%=&#~?!$*";

	/** What ends even a URL. */
	private static final String OUTER = "\"<>`\\";

	/** First letters of the words behind a telephone number that say what it is. */
	private static final String LABELS = "omfhwdcetxOMFHWDCETX";

	/** What may stand between the groups of a telephone number, with spaces around it. */
	private static final List<String> SPACED = List.of(" -", " /", " ext.", " x");

	private static final int LONGEST_IBAN = 34 + 8;

	private static final int SHORTEST_PHONE = 7;

	private SegmentBoundary() {
	}

	/** Whether the character goes on with the segment, which it follows directly. */
	static boolean continues(Segment segment, int c) {
		if (segment.length() == 1 && segment.last() == '(') {
			return Fold.isDigit(c) || c == '+';
		}
		if (Fold.isWord(c) || INNER.indexOf(c) >= 0) {
			return true;
		}
		return switch (c) {
			case '(' -> segment.isEmpty() || inNumber(segment) || inUrl(segment, c);
			case ')' -> inUrl(segment, c) || segment.folded().lastIndexOf("(") > segment.folded().lastIndexOf(")");
			case '\'' -> Character.isLetter(segment.last()) || inUrl(segment, c);
			default -> inUrl(segment, c);
		};
	}

	/** Whether the character goes on with a segment that was too long to be kept. */
	static boolean continuesOverlong(boolean url, int c) {
		return Fold.isWord(c) || INNER.indexOf(c) >= 0 || (url && inUrl(c));
	}

	/** Whether the segment may go on behind a space. */
	static boolean mayGoOn(Segment segment) {
		char last = segment.last();
		if (Fold.isDigit(last) || (last == ')' && segment.digits() > 0)) {
			return true;
		}
		if (last == '-' || last == '/' || last == '.' || last == 'x') {
			return segment.digits() > 0 && SPACED.stream().anyMatch(segment::endsWith);
		}
		return last >= 'A' && last <= 'Z' && (isCountry(segment) || inIban(segment));
	}

	/** Whether the character behind the space goes on with the segment. */
	static boolean goesOn(Segment segment, int c) {
		if (Fold.isDigit(c)) {
			return true;
		}
		if (c == '(' || c == '-' || c == '/') {
			return inNumber(segment);
		}
		return (c >= 'A' && c <= 'D' && inInsuranceNumber(segment)) || (c >= 'A' && c <= 'Z' && inIban(segment))
				|| (LABELS.indexOf(c) >= 0 && inNumber(segment) && segment.digits() >= SHORTEST_PHONE);
	}

	private static boolean inUrl(Segment segment, int c) {
		return segment.inUrl() && inUrl(c);
	}

	private static boolean inUrl(int c) {
		return c > ' ' && c < 0x7F && OUTER.indexOf(c) < 0;
	}

	private static boolean inNumber(Segment segment) {
		char last = segment.last();
		return Fold.isDigit(last) || last == ')' || (last == '-' && segment.digits() > 0) || segment.endsWith(" ");
	}

	/** The United Kingdom's, but for the last letter. */
	private static boolean inInsuranceNumber(Segment segment) {
		return segment.digits() == 6 && segment.length() < 12 && Fold.isAsciiLetter(segment.at(0))
				&& Fold.isAsciiLetter(segment.at(1));
	}

	/** Two capitals, as the United Kingdom's insurance numbers begin. */
	private static boolean isCountry(Segment segment) {
		return segment.length() == 2 && Fold.isAsciiLetter(segment.at(0));
	}

	private static boolean inIban(Segment segment) {
		return segment.length() >= 4 && segment.length() < LONGEST_IBAN && Fold.isAsciiLetter(segment.at(0))
				&& Fold.isAsciiLetter(segment.at(1)) && Fold.isDigit(segment.at(2)) && Fold.isDigit(segment.at(3));
	}

}
