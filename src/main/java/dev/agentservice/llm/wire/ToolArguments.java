package dev.agentservice.llm.wire;

import org.jspecify.annotations.Nullable;

/**
 * Makes arguments of tool calls legal: always an object.
 */
public final class ToolArguments {

	private ToolArguments() {
	}

	/** The object's JSON; anything else is wrapped into one, for the model to see. */
	public static String legal(@Nullable String said) {
		if (said == null || said.isBlank()) {
			return "{}";
		}
		return (Json.parseObject(said) != null) ? said : Json.object().put("malformed", said).toString();
	}

}
