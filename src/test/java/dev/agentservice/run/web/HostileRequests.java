package dev.agentservice.run.web;

import java.time.Duration;

import dev.agentservice.support.json.JsonFields;

/**
 * Reads bodies of {@code POST /agent} for measurements elsewhere.
 */
public final class HostileRequests {

	private HostileRequests() {
	}

	/** Reads a body. */
	public static Object read(JsonFields fields) {
		return AgentRequest.parse(fields, Integer.MAX_VALUE, Duration.ofDays(7));
	}

}
