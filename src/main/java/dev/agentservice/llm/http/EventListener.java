package dev.agentservice.llm.http;

/**
 * Hears a stream of server-sent events, on the thread that reads it. What it throws ends
 * the reading and reaches the caller as it is.
 */
public interface EventListener {

	/** How far the answer in the stream has come. */
	enum Progress {

		/** More of it is to come. */
		GOES_ON,
		/**
		 * Nothing of it is missing: only reports on it can follow, and they are not worth
		 * waiting for.
		 */
		WHOLE,
		/** Its protocol's own end marker has come: nothing follows. */
		ENDED

	}

	/**
	 * The next event.
	 * @param name its name, empty if it has none
	 * @param data its data, never empty
	 */
	Progress onEvent(String name, String data);

	/** Whether a piece of the answer has come, if only a thought. */
	boolean hasBegun();

	/** A number that is another one whenever a piece of the answer has come. */
	long heard();

	/** The body is no stream, but one JSON document. */
	void onDocument(String json);

}
