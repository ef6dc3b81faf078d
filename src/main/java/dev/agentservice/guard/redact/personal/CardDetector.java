package dev.agentservice.guard.redact.personal;

import java.util.function.Consumer;

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

	static final int SHORTEST = 12;

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
			index = Fold.isDigit(passage.at(index)) ? new CardRow(passage, index).detect(found) : index + 1;
		}
	}

}
