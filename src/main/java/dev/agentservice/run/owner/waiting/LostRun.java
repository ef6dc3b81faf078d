package dev.agentservice.run.owner.waiting;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run whose owner was gone, and the release and the track of that owner. Each is
 * {@code unknown} where the record does not say.
 *
 * @param agent the agent
 * @param version the version of the owner's release
 * @param track the track of that release
 */
record LostRun(String agent, String version, String track) {

	private static final String UNKNOWN = "unknown";

	/**
	 * Reads what the record says, in whatever version: a run of a newer release is lost
	 * as well.
	 * @param document the part that is written once; it was written by the first owner
	 * @param owner track and release of the present owner, unless that is the first
	 */
	static LostRun read(@Nullable String document, @Nullable String owner) {
		JsonNode json = json(document);
		if (owner == null) {
			return new LostRun(text(json, "agent"), text(json, "release"), text(json, "track"));
		}
		String[] words = owner.split(" ", 2);
		return new LostRun(text(json, "agent"), words[words.length - 1], words[0]);
	}

	private static JsonNode json(@Nullable String document) {
		try {
			return JsonMapper.shared().readTree(Objects.requireNonNullElse(document, "{}"));
		}
		catch (JacksonException _) {
			return JsonMapper.shared().createObjectNode();
		}
	}

	private static String text(JsonNode json, String field) {
		return json.path(field).asString(UNKNOWN);
	}

}
