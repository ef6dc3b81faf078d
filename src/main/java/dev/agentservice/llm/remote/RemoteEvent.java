package dev.agentservice.llm.remote;

/**
 * What a provider tells of a loop while it works on it. It is no truth: that is the
 * provider's record, see {@link RemoteAgent#look}.
 */
public sealed interface RemoteEvent {

	/**
	 * The provider keeps it under this name.
	 *
	 * @param ref the name
	 */
	record Started(RemoteRef ref) implements RemoteEvent {
	}

	/** The provider has confirmed what it is to work on, which is sent once. */
	record Taken() implements RemoteEvent {
	}

	/** The provider works on it; until then it may have waited. */
	record Working() implements RemoteEvent {
	}

	/**
	 * The next piece of the text.
	 *
	 * @param text the piece, never empty
	 */
	record Said(String text) implements RemoteEvent {
	}

	/**
	 * All of the text so far.
	 *
	 * @param text the text
	 */
	record Wrote(String text) implements RemoteEvent {
	}

	/**
	 * A hosted tool is called.
	 *
	 * @param kind the tool
	 */
	record HostedBegun(HostedTool.Kind kind) implements RemoteEvent {
	}

	/**
	 * A hosted tool has ended.
	 *
	 * @param call the call
	 */
	record HostedEnded(HostedCall call) implements RemoteEvent {
	}

	/**
	 * It has ended.
	 *
	 * @param answer how
	 */
	record Ended(RemoteAnswer answer) implements RemoteEvent {
	}

}
