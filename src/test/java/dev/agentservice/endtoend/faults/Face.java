package dev.agentservice.endtoend.faults;

/**
 * How a client asks.
 */
enum Face {

	/** {@code POST /agent}, for a client that waits. */
	AGENT("agent", false),
	/** {@code POST /agent}, for a client that reads along. */
	AGENT_STREAM("agent stream", true),
	/** OpenAI's protocol, for a client that waits. */
	OPENAI("openai", false),
	/** OpenAI's protocol, for a client that reads along: nothing can be taken back. */
	OPENAI_STREAM("openai stream", true);

	private final String label;

	private final boolean streamed;

	Face(String label, boolean streamed) {
		this.label = label;
		this.streamed = streamed;
	}

	boolean isStreamed() {
		return this.streamed;
	}

	/** Whether notices and steps are told. */
	boolean tellsNotices() {
		return this == AGENT || this == AGENT_STREAM;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
