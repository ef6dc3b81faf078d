package dev.agentservice.llm.http;

/**
 * Gets a stream of server-sent events, on the thread that reads it. An exception of it
 * ends the reading and is thrown unchanged.
 */
public interface EventListener {

	/** The progress of the answer in the stream. */
	enum Progress {

		/** It is not complete. */
		GOES_ON,
		/**
		 * It is complete: only reports on it can follow, which are not worth a wait.
		 */
		WHOLE,
		/** Its protocol's own end marker has come: nothing follows. */
		ENDED

	}

	/** The head of the answer has arrived: nothing that happens from now on is missed. */
	default Progress onOpened() {
		return Progress.GOES_ON;
	}

	/**
	 * The next event.
	 * @param name its name, empty if it has none
	 * @param data its data, never empty
	 */
	Progress onEvent(String name, String data);

	/**
	 * Whether a piece of the answer has come, if only a thought; true from the start if
	 * nothing else, such as a comment, is a sign of life.
	 */
	boolean hasBegun();

	/** A number that changes with each piece of the answer. */
	long heard();

	/** The body is no stream, but one JSON document. */
	void onDocument(String json);

}
