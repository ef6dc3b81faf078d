package dev.agentservice.simulator.demo;

import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds what there is to calculate in a task: {@code 17.5 % of 2300},
 * {@code (3 + 4) * 12}, {@code 9 divided by 4}.
 */
final class Arithmetic {

	private static final Pattern THOUSANDS = Pattern.compile("(?<=\\d),(?=\\d{3}(?!\\d))");

	private static final Pattern PERCENT_OF = Pattern.compile("(?i)([\\d.]+) ?(?:%|percent) of ([\\d.]+)");

	private static final Map<String, String> SPOKEN = Map.of(" plus ", " + ", " minus ", " - ", " times ", " * ",
			" multiplied by ", " * ", " divided by ", " / ", "×", "*", "÷", "/", "·", "*");

	private static final String NUMBER = "\\(*-?\\d+(?:\\.\\d+)?\\)*";

	/**
	 * Without spaces, a minus or a slash may also be part of a date or an order number.
	 */
	private static final String OPERATOR = "(?: *[+*^] *| [-/] )";

	private static final Pattern EXPRESSION = Pattern
		.compile("(?<![\\w.-])" + NUMBER + "(?:" + OPERATOR + NUMBER + ")+(?!\\w)");

	private Arithmetic() {
	}

	static List<String> in(String task) {
		String text = THOUSANDS.matcher(task).replaceAll("");
		for (Map.Entry<String, String> spoken : SPOKEN.entrySet()) {
			text = text.replace(spoken.getKey(), spoken.getValue());
		}
		text = PERCENT_OF.matcher(text).replaceAll("$1 / 100 * $2");
		return EXPRESSION.matcher(text).results().map(MatchResult::group).filter(Arithmetic::isBalanced).toList();
	}

	private static boolean isBalanced(String expression) {
		return expression.chars().filter((c) -> c == '(').count() == expression.chars().filter((c) -> c == ')').count();
	}

}
