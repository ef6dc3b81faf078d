package dev.agentservice.agent;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonValue;

/**
 * Something the client should know about an answer that succeeded all the same.
 */
public enum Notice {

	/** The oldest turns of the session did not fit the model's window. */
	HISTORY_TRIMMED,
	/** The answer reached the output cap and is cut. */
	ANSWER_TRUNCATED,
	/** The agent's step limit ended the planning. */
	STEP_LIMIT_REACHED,
	/** A fallback model stood in for the chosen one. */
	FALLBACK_MODEL,
	/** The answer broke off on its way, and a model was asked to go on after it. */
	CONTINUED,
	/** A fallback tool stood in for one that failed. */
	TOOL_FALLBACK,
	/** A tool was not called: its result of an earlier call was used. */
	CACHED_RESULT;

	/** The name in the HTTP contract, for example {@code history_trimmed}. */
	@JsonValue
	public String code() {
		return name().toLowerCase(Locale.ROOT);
	}

}
