package dev.agentservice.tool.cache;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A kept result as JSON: <code>{"v":1,"text":…,"trusted":true}</code>; {@code trusted}
 * only if its tool was when the result was kept.
 */
final class ResultJson {

	static final int VERSION = 1;

	private static final String TRUSTED = "trusted";

	private static final JsonMapper MAPPER = JsonMapper.shared();

	private ResultJson() {
	}

	static String write(String text, boolean trusted) {
		ObjectNode result = MAPPER.createObjectNode().put("v", VERSION).put("text", text);
		if (trusted) {
			result.put(TRUSTED, true);
		}
		return MAPPER.writeValueAsString(result);
	}

	/**
	 * Reads what was kept.
	 * @param trusted whether it is to be good for a tool that is trusted now: a result of
	 * when it was not, or of a release that did not say, is none then
	 * @return the text, or null if it cannot be used: then the tool is asked
	 */
	static @Nullable String read(String document, boolean trusted) {
		try {
			JsonNode result = MAPPER.readTree(document);
			boolean readable = result.path("v").asInt(0) == VERSION && result.path("text").isString();
			boolean usable = readable && (!trusted || result.path(TRUSTED).asBoolean(false));
			return usable ? result.path("text").stringValue() : null;
		}
		catch (JacksonException _) {
			return null;
		}
	}

}
