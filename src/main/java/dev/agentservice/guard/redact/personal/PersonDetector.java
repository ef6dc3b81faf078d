package dev.agentservice.guard.redact.personal;

import java.util.function.Consumer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * A person's name, but only up to three capitalised words behind a form of address
 * ("Dr.") or an introduction ("my name is"). All other names are not found, and a
 * capitalised word there need not be a name: so nothing is looked for unless a policy
 * asks.
 */
final class PersonDetector implements Detector {

	private static final Pattern NAME = Pattern
		.compile("(?:\\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Monsieur|Madame|Se\\x{f1}ora?)\\.?|\\b[Mm]y name is|"
				+ "\\bI am called) (?:\\p{Lu}(?:\\.|[\\p{L}\\p{Mn}'-]*) ){0,2}(\\p{Lu}[\\p{L}\\p{Mn}'-]*)$");

	@Override
	public FindingType type() {
		return FindingType.PERSON;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (!Character.isUpperCase(passage.at(passage.from()))) {
			return;
		}
		int end = endOfWords(passage);
		Matcher matcher = NAME.matcher(passage.text().substring(0, end));
		if (matcher.find() && matcher.start(1) == passage.from()) {
			found.accept(new Span(FindingType.PERSON, matcher.start(1), end));
		}
	}

	/** Before the signs that end a sentence. */
	private static int endOfWords(Passage passage) {
		int end = passage.text().length();
		while (".!?-".indexOf(passage.at(end - 1)) >= 0) {
			end--;
		}
		return end;
	}

}
