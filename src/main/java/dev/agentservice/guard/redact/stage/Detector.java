package dev.agentservice.guard.redact.stage;

import java.util.function.Consumer;

import dev.agentservice.guard.redact.finding.FindingType;

/**
 * Finds one kind of thing in a passage, in time linear in its length.
 */
public interface Detector {

	/** What it finds. */
	FindingType type();

	/**
	 * Tells of every place behind the passage's {@code from}.
	 * @param found takes them, in any order
	 */
	void detect(Passage passage, Consumer<Span> found);

}
