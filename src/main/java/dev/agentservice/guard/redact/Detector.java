package dev.agentservice.guard.redact;

import java.util.function.Consumer;

/**
 * Finds one kind of thing in a passage, in time linear in its length. Stateless.
 */
interface Detector {

	FindingType type();

	/** Tells of every place behind the passage's {@code from}. */
	void detect(Passage passage, Consumer<Span> found);

}
