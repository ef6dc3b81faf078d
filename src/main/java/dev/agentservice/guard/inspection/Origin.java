package dev.agentservice.guard.inspection;

/**
 * Who wrote a text that goes to a model.
 */
public enum Origin {

	/** The user, now. */
	TASK(false),
	/** The user or an answer, earlier, as the client tells it. */
	HISTORY(false),
	/** A tool. The author of its text has no right to give instructions. */
	TOOL_RESULT(true),
	/** A document that was found. The same holds. */
	PASSAGE(true);

	private final boolean untrusted;

	Origin(boolean untrusted) {
		this.untrusted = untrusted;
	}

	/** Whether instructions in the text are no one's who may give any. */
	public boolean untrusted() {
		return this.untrusted;
	}

}
