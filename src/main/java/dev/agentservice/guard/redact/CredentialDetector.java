package dev.agentservice.guard.redact;

import java.util.List;
import java.util.function.Consumer;

import com.google.re2j.Matcher;

/**
 * Passwords, keys and tokens, by the form that their issuers document or by a word before
 * them.
 */
final class CredentialDetector implements Detector {

	private static final int SHORTEST = 3;

	private final List<CredentialRule> rules;

	CredentialDetector(List<CredentialRule> rules) {
		this.rules = rules;
	}

	@Override
	public FindingType type() {
		return FindingType.CREDENTIAL;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (passage.length() < SHORTEST) {
			return;
		}
		for (CredentialRule rule : this.rules) {
			if (rule.mayOccur(passage)) {
				detect(rule, passage, found);
			}
		}
	}

	private static void detect(CredentialRule rule, Passage passage, Consumer<Span> found) {
		Matcher matcher = rule.pattern().matcher(passage.text());
		int group = rule.readsContext() ? 1 : 0;
		int from = rule.readsContext() ? 0 : passage.from();
		while (from < passage.text().length() && matcher.find(from)) {
			if (matcher.start(group) >= passage.from() && rule.accepts(matcher.group(group))) {
				found.accept(new Span(FindingType.CREDENTIAL, matcher.start(group), matcher.end(group)));
			}
			from = Math.max(matcher.end(group), matcher.start() + 1);
		}
	}

}
