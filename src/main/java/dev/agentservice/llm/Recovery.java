package dev.agentservice.llm;

import dev.agentservice.llm.ModelException.Kind;

/**
 * What is done about a model call that failed. This table is all there is:
 * <table>
 * <caption>By kind of failure</caption>
 * <tr>
 * <th>failure</th>
 * <th>done</th>
 * <th>because</th>
 * </tr>
 * <tr>
 * <td>rate limited, unavailable, connection</td>
 * <td>{@link #SAME_MODEL}</td>
 * <td>it passes, often within a second</td>
 * </tr>
 * <tr>
 * <td>time-out</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>the time is spent; the same silence again would take the rest</td>
 * </tr>
 * <tr>
 * <td>malformed, rejected, unauthorized, quota exhausted, unknown model</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>the same question gets the same answer, another provider may do better</td>
 * </tr>
 * <tr>
 * <td>context too long</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>another model may have a larger window</td>
 * </tr>
 * <tr>
 * <td>cap spent</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>another model may think less</td>
 * </tr>
 * <tr>
 * <td>circuit open</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>it is being spared</td>
 * </tr>
 * <tr>
 * <td>busy</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>all connections to the provider are taken, and it was waited for one</td>
 * </tr>
 * <tr>
 * <td>content filtered</td>
 * <td>{@link #NONE}</td>
 * <td>a refusal is an answer; asking around until somebody agrees would defeat it</td>
 * </tr>
 * </table>
 * A failure after a piece of the answer was told goes to the next model, never to the
 * same one, if there is a next one.
 */
enum Recovery {

	/** Ask the same model again after a pause, then the next one. */
	SAME_MODEL,
	/** Ask the next model at once. */
	NEXT_MODEL,
	/** Ask nobody. */
	NONE;

	static Recovery of(Kind kind) {
		return switch (kind) {
			case RATE_LIMITED, UNAVAILABLE, CONNECTION -> SAME_MODEL;
			case TIMEOUT, MALFORMED, REJECTED, UNAUTHORIZED, QUOTA_EXHAUSTED, UNKNOWN_MODEL, CONTEXT_TOO_LONG,
					CAP_SPENT, CIRCUIT_OPEN, BUSY ->
				NEXT_MODEL;
			case CONTENT_FILTERED -> NONE;
		};
	}

}
