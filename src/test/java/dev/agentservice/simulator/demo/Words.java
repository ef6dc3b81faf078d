package dev.agentservice.simulator.demo;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The words of a text that tell what it is about, without endings.
 */
final class Words {

	private static final Set<String> EMPTY = Set.of("the", "and", "for", "with", "from", "that", "this", "what", "when",
			"where", "which", "who", "how", "are", "was", "has", "have", "does", "can", "you", "your", "its", "get",
			"set", "list", "find", "give", "tell", "show", "use", "current", "tool", "returns", "return", "value",
			"result", "given", "any", "all", "one", "not", "into", "like", "example", "text", "name", "please");

	private Words() {
	}

	static Set<String> of(String text) {
		String spaced = text.replaceAll("(\\p{Ll})(\\p{Lu})", "$1 $2").toLowerCase(Locale.ROOT);
		return Arrays.stream(spaced.split("[^\\p{L}\\p{N}]+", -1))
			.filter((word) -> word.length() > 2 && !EMPTY.contains(word))
			.map(Words::stem)
			.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	private static String stem(String word) {
		return word.replaceAll("(?<=\\p{L}{3})(ations?|ators?|ates?|ings?|ions?|ers?|es|s|e)$", "");
	}

}
