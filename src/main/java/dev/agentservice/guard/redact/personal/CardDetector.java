package dev.agentservice.guard.redact.personal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Payment cards: 12 to 19 digits with Luhn's check digit, in groups or not. Without a
 * word about cards before it, a number must also begin and be as long as a known
 * issuer's.
 *
 * @see <a href="https://www.iso.org/standard/70484.html">ISO/IEC 7812-1</a>
 */
final class CardDetector implements Detector {

	private static final int SHORTEST = 12;

	private static final int LONGEST = 19;

	/**
	 * The ranges the schemes publish: Visa, Mastercard, Amex, Discover, JCB, Diners,
	 * UnionPay, Mir, RuPay.
	 */
	private static final Pattern ISSUER = Pattern.compile("4\\d{15}|(?:5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)\\d+"
			+ "|3[47]\\d{13}|(?:6011|64[4-9]|65)\\d+|35(?:2[89]|[3-8])\\d+|3(?:0[0-5]|095|[689])\\d+|62\\d{14,17}"
			+ "|220[0-4]\\d{12}|508[5-9]\\d{12}");

	private static final Pattern WORD = Pattern.compile("card|visa|master|amex|american express|discover|diners|jcb|"
			+ "maestro|unionpay|credit|debit|karte|carte|tarjeta|carta|cart\\x{e3}o|\\bcc\\b|\\bpan\\b");

	@Override
	public FindingType type() {
		return FindingType.PAYMENT_CARD;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (passage.digits() < SHORTEST) {
			return;
		}
		int index = passage.from();
		while (index < passage.text().length()) {
			index = Fold.isDigit(passage.at(index)) ? new Row(passage, index).detect(found) : index + 1;
		}
	}

	/** Digits with single spaces or hyphens between some of them. */
	private static final class Row {

		private final Passage passage;

		private final StringBuilder digits = new StringBuilder();

		private final List<Integer> places = new ArrayList<>();

		private final int end;

		Row(Passage passage, int start) {
			this.passage = passage;
			int index = start;
			while (Fold.isDigit(passage.at(index)) || isSeparator(index)) {
				if (Fold.isDigit(passage.at(index))) {
					this.digits.append(passage.at(index));
					this.places.add(index);
				}
				index++;
			}
			this.end = index;
		}

		int detect(Consumer<Span> found) {
			int first = 0;
			while (first + SHORTEST <= this.digits.length()) {
				int last = beginsGroup(first) ? lastOfCard(first) : -1;
				if (last >= 0) {
					found.accept(new Span(FindingType.PAYMENT_CARD, this.places.get(first), this.places.get(last) + 1));
				}
				first = Math.max(first, last) + 1;
			}
			return this.end;
		}

		private int lastOfCard(int first) {
			int longest = Math.min(LONGEST, this.digits.length() - first);
			for (int length = longest; length >= SHORTEST; length--) {
				int last = first + length - 1;
				if (endsGroup(last) && isCard(first, last)) {
					return last;
				}
			}
			return -1;
		}

		private boolean isCard(int first, int last) {
			String number = this.digits.substring(first, last + 1);
			if (!Checksums.luhn(number) || number.chars().distinct().count() < 2) {
				return false;
			}
			int start = this.places.get(first);
			int behind = this.places.get(last) + 1;
			return WORD.matcher(this.passage.near(start)).find()
					|| (isIssued(number) && Boundary.isClean(this.passage, start, behind)
							&& (isOneGroup(first, last) || isWhole(first, last) || inFours(first)));
		}

		private static boolean isIssued(String number) {
			boolean usual = switch (number.charAt(0)) {
				case '3' -> number.length() == ((number.charAt(1) == '5') ? 16
						: (number.charAt(1) == '4' || number.charAt(1) == '7') ? 15 : 14);
				case '6' -> number.length() >= 16;
				default -> number.length() == 16;
			};
			return usual && ISSUER.matcher(number).matches();
		}

		private boolean isOneGroup(int first, int last) {
			return this.places.get(last) - this.places.get(first) == last - first;
		}

		private boolean isWhole(int first, int last) {
			return first == 0 && last == this.digits.length() - 1;
		}

		private boolean inFours(int first) {
			return this.places.get(first + 3) == this.places.get(first) + 3 && endsGroup(first + 3);
		}

		private boolean beginsGroup(int first) {
			return first == 0 || this.places.get(first - 1) + 1 < this.places.get(first);
		}

		private boolean endsGroup(int last) {
			return last == this.digits.length() - 1 || this.places.get(last) + 1 < this.places.get(last + 1);
		}

		private boolean isSeparator(int index) {
			char c = this.passage.at(index);
			return (c == ' ' || c == '-') && Fold.isDigit(this.passage.at(index - 1))
					&& Fold.isDigit(this.passage.at(index + 1));
		}

	}

}
