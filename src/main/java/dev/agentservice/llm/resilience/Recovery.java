package dev.agentservice.llm.resilience;

import dev.agentservice.llm.model.ModelException.Kind;

/**
 * The recovery from a failed model call. This table is complete:
 * <table>
 * <caption>By kind of failure</caption>
 * <tr>
 * <th>failure</th>
 * <th>recovery</th>
 * <th>because</th>
 * </tr>
 * <tr>
 * <td>rate limited, unavailable, connection</td>
 * <td>{@link #SAME_MODEL}</td>
 * <td>it is transient, often for less than a second</td>
 * </tr>
 * <tr>
 * <td>time-out</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>time is short; the same silence again would take the remainder</td>
 * </tr>
 * <tr>
 * <td>malformed, rejected, unauthorized, quota exhausted, unknown model</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>the same request gets the same answer, another provider may do better</td>
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
 * <td>the model is not called, since it failed too often or its provider asked for a
 * pause</td>
 * </tr>
 * <tr>
 * <td>busy</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>all connections to the provider are in use; only the last model is waited for</td>
 * </tr>
 * <tr>
 * <td>content filtered</td>
 * <td>{@link #NONE}</td>
 * <td>a refusal is an answer; trying other models would circumvent it</td>
 * </tr>
 * </table>
 * After a failure behind a piece of an emitted answer the next model is called and not
 * the same one, if there is a next one.
 * <p>
 * Where no model of a chain has answered, a {@link LastCall} can be made, once:
 * <table>
 * <caption>By the failures of the models, the first that is granted</caption>
 * <tr>
 * <th>one of the models</th>
 * <th>is called once more</th>
 * <th>because</th>
 * </tr>
 * <tr>
 * <td>was cut in its answer, before the last one was called</td>
 * <td>if the retry budget grants it</td>
 * <td>it is not down: it was answering</td>
 * </tr>
 * <tr>
 * <td>had no free connection, before the last one was called</td>
 * <td>and waited for</td>
 * <td>it was not waited for while there was another model</td>
 * </tr>
 * <tr>
 * <td>has an open circuit</td>
 * <td>as a last resort, so many a second: {@link LastResorts}</td>
 * <td>it may have recovered, and no other can answer</td>
 * </tr>
 * <tr>
 * <td>is paused by its provider, and all others are, or refuse our key</td>
 * <td>as a last resort, once a minute: {@link ModelPauses}</td>
 * <td>no other can answer</td>
 * </tr>
 * </table>
 */
public enum Recovery {

	/** Call the same model again after a pause, then the next one. */
	SAME_MODEL,
	/** Call the next model at once. */
	NEXT_MODEL,
	/** Call no other model. */
	NONE;

	public static Recovery of(Kind kind) {
		return switch (kind) {
			case RATE_LIMITED, UNAVAILABLE, CONNECTION -> SAME_MODEL;
			case TIMEOUT, MALFORMED, REJECTED, UNAUTHORIZED, QUOTA_EXHAUSTED, UNKNOWN_MODEL, CONTEXT_TOO_LONG,
					CAP_SPENT, CIRCUIT_OPEN, BUSY ->
				NEXT_MODEL;
			case CONTENT_FILTERED -> NONE;
		};
	}

}
