package dev.agentservice.guard.redact.personal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Fold;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Digits with single spaces or hyphens between some of them, in which cards may stand.
 */
final class CardRow {

	private static final int LONGEST = 19;

	private static final Pattern WORD = Pattern.compile("card|visa|master|amex|american express|discover|diners|jcb|"
			+ "maestro|unionpay|credit|debit|karte|carte|tarjeta|carta|cart\\x{e3}o|\\bcc\\b|\\bpan\\b");

	private final Passage passage;

	private final StringBuilder digits = new StringBuilder();

	private final List<Integer> places = new ArrayList<>();

	private final int end;

	CardRow(Passage passage, int start) {
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
		while (first + CardDetector.SHORTEST <= this.digits.length()) {
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
		for (int length = longest; length >= CardDetector.SHORTEST; length--) {
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
				|| (CardIssuers.isIssued(number) && Boundary.isClean(this.passage, start, behind)
						&& (isOneGroup(first, last) || isWhole(first, last) || inFours(first)));
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
