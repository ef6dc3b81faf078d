package dev.agentservice.guard.redact.leak;

import java.util.function.Consumer;

import dev.agentservice.guard.redact.finding.FindingType;
import dev.agentservice.guard.redact.stage.Detector;
import dev.agentservice.guard.redact.stage.Passage;
import dev.agentservice.guard.redact.stage.Span;

/**
 * Finds the marker of the instructions, in any case.
 */
public final class MarkerDetector implements Detector {

	private final Instructions instructions;

	/** A detector of the marker in these instructions. */
	public MarkerDetector(Instructions instructions) {
		this.instructions = instructions;
	}

	@Override
	public FindingType type() {
		return FindingType.PROMPT_LEAK;
	}

	@Override
	public void detect(Passage passage, Consumer<Span> found) {
		if (passage.length() < this.instructions.markerLength()) {
			return;
		}
		int start = this.instructions.find(passage.lower(), passage.from());
		while (start >= 0) {
			int end = start + this.instructions.markerLength();
			found.accept(new Span(FindingType.PROMPT_LEAK, start, end));
			start = this.instructions.find(passage.lower(), end);
		}
	}

}
