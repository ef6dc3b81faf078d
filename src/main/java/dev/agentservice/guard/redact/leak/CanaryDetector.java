package dev.agentservice.guard.redact.leak;

import java.util.function.Consumer;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Finds the canary of the instructions, however it is written large.
 */
public final class CanaryDetector implements Detector {

	private final Instructions instructions;

	/** A detector of the canary in these instructions. */
	public CanaryDetector(Instructions instructions) {
		this.instructions = instructions;
	}

	@Override
	public FindingType type() {
		return FindingType.PROMPT_LEAK;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (passage.length() < this.instructions.canaryLength()) {
			return;
		}
		int start = this.instructions.find(passage.lower(), passage.from());
		while (start >= 0) {
			int end = start + this.instructions.canaryLength();
			found.accept(new Span(FindingType.PROMPT_LEAK, start, end));
			start = this.instructions.find(passage.lower(), end);
		}
	}

}
