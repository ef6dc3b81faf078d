package dev.agentservice.guard.redact.credential;

import java.util.List;
import java.util.function.Consumer;

import com.google.re2j.Matcher;
import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Passwords, keys and tokens, by the form that their issuers document or by a word before
 * them.
 */
public final class CredentialDetector implements Detector {

	private static final int SHORTEST = 3;

	private final List<CredentialRule> rules;

	private CredentialDetector(List<CredentialRule> rules) {
		this.rules = rules;
	}

	/** A detector of all kinds that are known. */
	public static CredentialDetector ofAllKinds() {
		return new CredentialDetector(CredentialRule.load());
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
