package dev.agentservice.guard.evaluate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Families of agents' files that nobody would write by hand.
 */
final class HostileFiles {

	private static final Map<String, String> UNITS = Map.ofEntries(Map.entry("keys", "a: b\n"),
			Map.entry("tools", "tools: [a]\n"), Map.entry("blocks", " a:\n"), Map.entry("lists", "- "),
			Map.entry("flow lists", "[a, "), Map.entry("flow maps", "{a: "), Map.entry("anchors", "&a "),
			Map.entry("aliases", "*a "), Map.entry("tags", "!!str "), Map.entry("quotes", "\"'"),
			Map.entry("comments", "# a\n"), Map.entry("blank lines", "\n"), Map.entry("fences", "--- \n"),
			Map.entry("folded lines", ">\n a\n"), Map.entry("escapes", "\"\\u0061\" "));

	private HostileFiles() {
	}

	/** The families by name; each makes a file of about so many characters. */
	static Map<String, IntFunction<String>> all() {
		Map<String, IntFunction<String>> families = new LinkedHashMap<>();
		UNITS.forEach((name, unit) -> {
			families.put("front matter: " + name, (length) -> file(repeated(unit, length), "x"));
			families.put("a value: " + name, (length) -> file("description: " + repeated(unit, length), "x"));
			families.put("instructions: " + name, (length) -> file("", repeated(unit, length)));
		});
		families.put("a long key", (length) -> file("k".repeat(length) + ": 1", "x"));
		families.put("a list of tools",
				(length) -> file("tools: [" + repeated("calculator, ", length) + "calculator]", "x"));
		families.put("a list of wrong tools", (length) -> file("tools: [" + repeated("no, ", length) + "no]", "x"));
		families.put("a long tool", (length) -> file("tools: [" + "t".repeat(length) + "]", "x"));
		return families;
	}

	private static String file(String more, String instructions) {
		return "---\nname: a\nmodels: {simple: openai/gpt-5.4}\n" + more + "\n---\n" + instructions;
	}

	private static String repeated(String unit, int length) {
		return unit.repeat(Math.max(1, length / unit.length()));
	}

}
