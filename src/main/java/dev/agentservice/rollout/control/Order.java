package dev.agentservice.rollout.control;

import java.util.Set;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person wants, as an annotation of the route.
 *
 * @param id its name
 * @param what {@code hold}, {@code resume}, {@code promote} or {@code abort}
 * @param who who wants it
 * @param why for what reason
 * @param despite whether a FAIL does not matter
 */
public record Order(String id, String what, String who, String why, boolean despite) {

	static final Set<String> KNOWN = Set.of("hold", "resume", "promote", "abort");

	private static final JsonMapper JSON = JsonMapper.builder().build();

	/** Reads an annotation; nothing if there is none that can be obeyed. */
	static @Nullable Order parse(@Nullable String annotation) {
		if (annotation == null) {
			return null;
		}
		try {
			Order order = JSON.readValue(annotation, Order.class);
			return (order.id != null && order.what != null && KNOWN.contains(order.what)) ? order : null;
		}
		catch (JacksonException _) {
			return null;
		}
	}

	/** As an annotation. */
	public String json() {
		return JSON.writeValueAsString(this);
	}

	/** For the log. */
	String words() {
		return "%s ordered %s: %s".formatted(this.who, this.what, this.why);
	}

}
