package dev.agentservice.guard.evaluate.set;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.BinaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.agentservice.guard.evaluate.set.Case.Turn;

/**
 * Lets a set say <code>{{base64:some words}}</code>, so that its readers see what is
 * hidden. Every {@link Evasion} is a name.
 */
final class Template {

	private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z0-9_]+):(.*?)\\}\\}(?!\\})", Pattern.DOTALL);

	private Template() {
	}

	/**
	 * Makes a turn of a text with such places.
	 * @throws IllegalArgumentException if there is no such evasion
	 */
	static Turn turn(String role, String text) {
		return new Turn(role, filled(text, (name, words) -> evasion(name).apply(words)),
				filled(text, (name, words) -> words));
	}

	private static String filled(String text, BinaryOperator<String> place) {
		return PLACE.matcher(text)
			.replaceAll((MatchResult found) -> Matcher.quoteReplacement(place.apply(found.group(1), found.group(2))));
	}

	private static Evasion evasion(String name) {
		return Arrays.stream(Evasion.values())
			.filter((evasion) -> evasion.name().toLowerCase(Locale.ROOT).equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("nothing is called '" + name + "'"));
	}

}
