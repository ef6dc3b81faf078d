package dev.agentservice.guard.redact.personal;

import java.util.function.Consumer;
import java.util.regex.Matcher;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Finds {@link NationalId}s.
 */
final class NationalIdDetector implements Detector {

	@Override
	public FindingType type() {
		return FindingType.NATIONAL_ID;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		for (NationalId id : NationalId.values()) {
			if (passage.digits() >= id.digits() && id.mayFollow(passage.lower())) {
				detect(id, passage, found);
			}
		}
	}

	private static void detect(NationalId id, Passage passage, Consumer<Span> found) {
		Matcher matcher = id.form().matcher(passage.text());
		int from = passage.from();
		while (from < passage.text().length() && matcher.find(from)) {
			if (Boundary.isClean(passage, matcher.start(), matcher.end()) && id.mayFollow(passage.near(matcher.start()))
					&& id.isRight(NationalIdFormulas.plain(matcher.group()))) {
				found.accept(new Span(FindingType.NATIONAL_ID, matcher.start(), matcher.end()));
			}
			from = matcher.end();
		}
	}

}
