package dev.agentservice.llm.refusal;

import java.util.regex.Pattern;

/**
 * A provider's name of something as it may stand in a log line: words of letters joined
 * by underscores, dashes, dots, brackets or capitals, and short numbers, such as
 * {@code insufficient_quota} or {@code messages.0.content}. A sentence is none, and
 * neither is a key, which mixes letters and digits.
 */
public final class LoggableName {

	/** Stands for anything that is no name. */
	static final String OTHER = "other";

	private static final int LONGEST = 64;

	private static final String WORD = "(?:[a-z]{1,24}|[A-Z]{1,24}|\\d{1,5})";

	private static final String CAMEL = "(?:[A-Z]{0,3}[a-z]{1,24}(?:[A-Z]{1,3}[a-z]{1,24}){0,5})";

	private static final Pattern NAME = Pattern
		.compile("(?:" + WORD + "|" + CAMEL + ")(?:(?:[_.-]|\\.?\\[|\\]\\.?)" + WORD + "){0,9}\\]?");

	private LoggableName() {
	}

	/**
	 * The loggable form of it.
	 * @return the name; empty if there is none; {@value #OTHER} if it is something else
	 */
	public static String of(String name) {
		if (name.isBlank()) {
			return "";
		}
		return (name.length() <= LONGEST && NAME.matcher(name).matches()) ? name : OTHER;
	}

}
