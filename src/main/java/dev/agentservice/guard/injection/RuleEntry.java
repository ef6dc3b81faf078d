package dev.agentservice.guard.injection;

import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.agentservice.guard.injection.pattern.WordPattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule as its file has it.
 */
record RuleEntry(String id, Family family, String reason, List<String> languages, double task, double content,
		List<WordPattern> patterns, List<String> text, List<String> hints, List<String> examples,
		List<String> counterExamples) {

	private static final Set<String> FIELDS = Set.of("id", "reason", "languages", "task", "content", "patterns", "text",
			"hints", "examples", "counter_examples");

	/** The rules in the file of a family. */
	static List<RuleEntry> load(Family family) {
		if (!(GuardFile.read(family.file()) instanceof List<?> rules)) {
			throw new IllegalArgumentException(family.file() + " is no list of rules");
		}
		return rules.stream().map((rule) -> of(family, GuardFile.map(rule))).toList();
	}

	/**
	 * Reads a rule.
	 * @throws IllegalArgumentException naming the file, the rule and what is wrong with
	 * it
	 */
	static RuleEntry of(Family family, Map<String, Object> fields) {
		String id = String.valueOf(fields.get("id"));
		try {
			if (!FIELDS.containsAll(fields.keySet())) {
				throw new IllegalArgumentException("unknown field among " + fields.keySet());
			}
			return new RuleEntry(id, family, String.valueOf(fields.get("reason")).strip(),
					GuardFile.strings(fields.get("languages")), weight(fields.get("task")),
					weight(fields.get("content")),
					GuardFile.strings(fields.get("patterns")).stream().map(WordPattern::parse).toList(),
					GuardFile.strings(fields.get("text")), GuardFile.strings(fields.get("hints")),
					GuardFile.strings(fields.get("examples")), GuardFile.strings(fields.get("counter_examples")));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(family.file() + ": rule '" + id + "': " + ex.getMessage(), ex);
		}
	}

	private static double weight(@Nullable Object value) {
		if ("block".equals(value)) {
			return 1;
		}
		if (value instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1) {
			return number.doubleValue();
		}
		throw new IllegalArgumentException("weights are 'block' or from 0 to below 1, not " + value);
	}

}
