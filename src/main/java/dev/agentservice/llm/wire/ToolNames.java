package dev.agentservice.llm.wire;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes the names of called tools legal: a model may have called one that no provider
 * accepts, and that must not break every later request.
 */
final class ToolNames {

	private static final Pattern ILLEGAL = Pattern.compile("[^a-zA-Z0-9_-]");

	private static final int LONGEST = 64;

	private ToolNames() {
	}

	static String legal(@Nullable String said) {
		if (said == null || said.isBlank()) {
			return "unnamed";
		}
		String name = said.substring(0, Math.min(said.length(), LONGEST));
		return ILLEGAL.matcher(name).replaceAll("_");
	}

}
