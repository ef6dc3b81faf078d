package dev.agentservice.guard.redact.personal;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Finds what a regular expression describes and a second look confirms. The expression
 * may only have bounded repetitions, so that no text takes more than linear time.
 */
abstract class PatternDetector implements Detector {

	private final FindingType type;

	private final Pattern pattern;

	PatternDetector(FindingType type, String pattern) {
		this.type = type;
		this.pattern = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
	}

	@Override
	public final FindingType type() {
		return this.type;
	}

	@Override
	public final void detect(Passage passage, Consumer<Span> found) {
		if (!mayContain(passage)) {
			return;
		}
		Matcher matcher = this.pattern.matcher(passage.text());
		int from = passage.from();
		while (from < passage.text().length() && matcher.find(from)) {
			if (confirms(passage, matcher.start(), matcher.end())) {
				found.accept(new Span(this.type, matcher.start(), matcher.end()));
			}
			from = matcher.end();
		}
	}

	/** A cheap look that spares the regular expression. */
	abstract boolean mayContain(Passage passage);

	abstract boolean confirms(Passage passage, int start, int end);

}
