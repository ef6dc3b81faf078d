package dev.agentservice.llm.settings;

import java.util.Locale;

/**
 * A member of a request that can be left out: some models refuse it. Without it the
 * answer is only less suitable.
 */
public enum OptionalParameter {

	/** Whether tools may be called in parallel. */
	PARALLEL_TOOL_CALLS,
	/** Which tools are to be called. */
	TOOL_CHOICE,
	/**
	 * That the answer is to come in pieces; without it it comes in one, and a call that
	 * is cut is charged in full.
	 */
	STREAM,
	/** That a stream ends with the usage; without it the usage is estimated. */
	STREAM_OPTIONS,
	/** How random the answer is. */
	TEMPERATURE,
	/** How random the answer is, by probability. */
	TOP_P,
	/** The seed for a repeatable answer. */
	SEED,
	/** Texts that end the answer. */
	STOP,
	/** What keeps the answer from repeating words. */
	FREQUENCY_PENALTY,
	/** What keeps the answer from repeating topics. */
	PRESENCE_PENALTY,
	/** That the numbers of an embedding come as base64; without it as decimals. */
	ENCODING_FORMAT;

	/** Its name on the wire. */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

}
