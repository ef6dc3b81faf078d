package dev.agentservice.llm.wire;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Makes the names of tools that a model called legal: it may have called one that no
 * provider takes, and that must not break every request after it.
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
