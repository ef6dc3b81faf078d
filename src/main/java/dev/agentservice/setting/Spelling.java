package dev.agentservice.setting;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How names of settings are written.
 */
final class Spelling {

	/** Under what everything here stands. */
	static final String ROOT = "agent-service";

	/** Stands for a name that is the operator's own. */
	static final String ANY = "<name>";

	private static final Pattern SEPARATORS = Pattern.compile("[^A-Za-z0-9]");

	private static final Pattern WHOLE = Pattern.compile("[A-Za-z0-9_-]+");

	private Spelling() {
	}

	/** What all spellings of a name have in common. */
	static String plain(String name) {
		return SEPARATORS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
	}

	/** Whether Spring reads a name as it is where it stands without brackets. */
	static boolean isWhole(String name) {
		return WHOLE.matcher(name).matches();
	}

	/**
	 * The elements of a name; what stands in brackets keeps them.
	 * @param name such as {@code agent-service.llm.models[openai/gpt-5.4].encoding}
	 */
	static List<String> elements(String name) {
		List<String> elements = new ArrayList<>();
		StringBuilder element = new StringBuilder();
		int depth = 0;
		for (int i = 0; i < name.length(); i++) {
			char character = name.charAt(i);
			depth += (character == '[') ? 1 : 0;
			if ((depth == 0 && character == '.') || (depth == 1 && character == '[')) {
				take(element, elements);
			}
			if (depth > 0 || character != '.') {
				element.append(character);
			}
			if (character == ']' && depth > 0 && --depth == 0) {
				take(element, elements);
			}
		}
		take(element, elements);
		return elements;
	}

	/** The environment variable that Spring itself reads a setting from. */
	static String variable(String name) {
		return name.replace("[", ".").replace("]", "").replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
	}

	private static void take(StringBuilder element, List<String> elements) {
		if (!element.isEmpty()) {
			elements.add(element.toString());
			element.setLength(0);
		}
	}

}
