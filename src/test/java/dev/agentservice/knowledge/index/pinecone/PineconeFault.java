package dev.agentservice.knowledge.index.pinecone;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What goes wrong at a simulated Pinecone, or on the way to it. */
public enum PineconeFault {

	/** 429, with the time to wait. */
	TOO_MANY,
	/** The same, with a longer time than anybody waits. */
	TOO_MANY_FOR_AN_HOUR,
	/** 429, without a time. */
	TOO_MANY_FOR_LONG,
	/** 503. */
	UNAVAILABLE,
	/** It is done, and the connection breaks. */
	LOST_ANSWER,
	/** It is done, and the answer has no numbers of the log. */
	NO_NUMBER,
	/** It is done, and the answer is no JSON. */
	NO_JSON,
	/** 404, of a proxy that knows no such host. */
	OTHER_NOT_FOUND,
	/** 302, to somewhere else. */
	REDIRECT,
	/** Nothing does. */
	NONE;

	/** What is answered without doing anything; null if something is done. */
	@Nullable PineconeReply instead() {
		PineconeReply many = PineconeReply.error(429, 8,
				"Request failed. You've reached the max write units per second for the namespace.");
		return switch (this) {
			case TOO_MANY -> new PineconeReply(429, many.body(), Map.of("Retry-After", "1"));
			case TOO_MANY_FOR_AN_HOUR -> new PineconeReply(429, many.body(), Map.of("Retry-After", "3600"));
			case TOO_MANY_FOR_LONG -> many;
			case UNAVAILABLE -> PineconeReply.error(503, 14, "The service is currently unavailable.");
			case OTHER_NOT_FOUND -> PineconeReply.error(404, 5, "no such host");
			case REDIRECT -> new PineconeReply(302, JsonMapper.shared().createObjectNode(),
					Map.of("Location", "http://127.0.0.1:1/"));
			case LOST_ANSWER, NO_NUMBER, NO_JSON, NONE -> null;
		};
	}

}
