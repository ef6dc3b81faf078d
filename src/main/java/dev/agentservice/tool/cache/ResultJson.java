package dev.agentservice.tool.cache;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A kept result as JSON: <code>{"v":1,"text":…}</code>.
 */
final class ResultJson {

	static final int VERSION = 1;

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private ResultJson() {
	}

	static String write(String text) {
		return MAPPER.writeValueAsString(MAPPER.createObjectNode().put("v", VERSION).put("text", text));
	}

	/**
	 * Reads what was kept.
	 * @return the text, or null if this release cannot read it: then the tool is asked
	 */
	static @Nullable String read(String document) {
		try {
			JsonNode result = MAPPER.readTree(document);
			boolean readable = result.path("v").asInt(0) == VERSION && result.path("text").isString();
			return readable ? result.path("text").stringValue() : null;
		}
		catch (JacksonException _) {
			return null;
		}
	}

}
