package dev.agentservice.simulator.demo;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the user told about themselves: "my name is Ada", "my favourite colour is blue".
 */
final class Memory {

	private static final Pattern STATEMENT = Pattern
		.compile("(?i)\\bmy ([\\p{L} ]{2,40}?) is ([^.,;!?\\n]{1,80}?)(?= and |[.,;!?\\n]|$)");

	private static final Pattern QUESTION = Pattern.compile("(?i)\\bwhat(?:'s| is| was) my ([\\p{L} ]{2,40})");

	private final Map<String, String> facts = new LinkedHashMap<>();

	private Memory() {
	}

	static Memory of(List<String> texts) {
		Memory memory = new Memory();
		for (String text : texts) {
			Matcher statement = STATEMENT.matcher(text);
			while (statement.find()) {
				memory.facts.put(key(statement.group(1)), statement.group(2).strip());
			}
		}
		return memory;
	}

	/** The answer, if the user asks for or tells something about themselves. */
	Optional<String> answer(String task) {
		Matcher asked = QUESTION.matcher(task);
		if (asked.find()) {
			return Optional.of(recall(key(asked.group(1))));
		}
		Matcher told = STATEMENT.matcher(task);
		return told.find() ? Optional.of("I will remember that. " + recall(key(told.group(1)))) : Optional.empty();
	}

	private String recall(String thing) {
		String fact = this.facts.get(thing);
		return (fact != null) ? "Your " + thing + " is " + fact + "." : "You have not told me your " + thing + ".";
	}

	private static String key(String thing) {
		return thing.strip().toLowerCase(Locale.ROOT);
	}

}
