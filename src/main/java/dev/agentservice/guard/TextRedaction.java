package dev.agentservice.guard;

import java.util.Map;

/**
 * Takes out of a text whatever can be recognised as personal data or as a credential,
 * whatever agents may say themselves.
 */
@FunctionalInterface
public interface TextRedaction {

	/**
	 * The text without it.
	 * @throws RuntimeException if the text cannot be looked at; then it must not be kept
	 */
	Result redact(String text);

	/**
	 * How many characters what is taken out may have, unless it is taken out from its
	 * beginning: of a text that was cut before, so much of the end may hold half of a
	 * value.
	 */
	default int longest() {
		return 4096;
	}

	/**
	 * A text from which something may have been taken.
	 *
	 * @param text the rest
	 * @param counts how often something was taken out, by its kind
	 */
	record Result(String text, Map<String, Integer> counts) {

		public Result {
			counts = Map.copyOf(counts);
		}

	}

}
