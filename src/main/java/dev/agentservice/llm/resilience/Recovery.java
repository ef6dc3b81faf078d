package dev.agentservice.llm.resilience;

import dev.agentservice.llm.model.ModelException.Kind;

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
 * <td>it is being spared, since it failed too often or its provider asked for a
 * pause</td>
 * </tr>
 * <tr>
 * <td>busy</td>
 * <td>{@link #NEXT_MODEL}</td>
 * <td>all connections to the provider are taken; only the last model is waited for</td>
 * </tr>
 * <tr>
 * <td>content filtered</td>
 * <td>{@link #NONE}</td>
 * <td>a refusal is an answer; asking around until somebody agrees would defeat it</td>
 * </tr>
 * </table>
 * A failure after a piece of the answer was told goes to the next model and not to the
 * same one, if there is a next one.
 * <p>
 * Where no model of a chain has answered, {@link LastCall} is what can still be done,
 * once:
 * <table>
 * <caption>By what became of the models, the first that is granted</caption>
 * <tr>
 * <th>one of the models</th>
 * <th>is asked once more</th>
 * <th>because</th>
 * </tr>
 * <tr>
 * <td>was cut in its answer, before the last one was asked</td>
 * <td>if the retry budget grants it</td>
 * <td>it is not down: it was answering</td>
 * </tr>
 * <tr>
 * <td>had no place, before the last one was asked</td>
 * <td>and waited for</td>
 * <td>it was not waited for while there was another model</td>
 * </tr>
 * <tr>
 * <td>has an open circuit</td>
 * <td>as a last resort, so many a second: {@link LastResorts}</td>
 * <td>it may be back, and nothing else can answer</td>
 * </tr>
 * <tr>
 * <td>is paused by its provider, and all others are, or refuse our key</td>
 * <td>as a last resort, once a minute: {@link ModelPauses}</td>
 * <td>nothing else is left at all</td>
 * </tr>
 * </table>
 */
public enum Recovery {

	/** Ask the same model again after a pause, then the next one. */
	SAME_MODEL,
	/** Ask the next model at once. */
	NEXT_MODEL,
	/** Ask nobody. */
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
