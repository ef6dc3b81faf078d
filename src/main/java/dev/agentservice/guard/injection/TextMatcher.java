package dev.agentservice.guard.injection;

import java.util.List;

import com.google.re2j.Pattern;

/**
 * A pattern of characters, for what is no words: markup, control tokens.
 *
 * @param pattern over the text in lower case
 * @param hints without any of these literals the pattern cannot match
 */
record TextMatcher(Pattern pattern, List<String> hints) {

	/** Whether the pattern is somewhere in a text in lower case. */
	boolean matches(String text) {
		return mayMatch(text) && this.pattern.matcher(text).find();
	}

	private boolean mayMatch(String text) {
		for (String hint : this.hints) {
			if (text.contains(hint)) {
				return true;
			}
		}
		return false;
	}

}
