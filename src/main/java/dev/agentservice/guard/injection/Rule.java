package dev.agentservice.guard.injection;

import java.util.List;

import dev.agentservice.guard.injection.pattern.WordMatcher;

/**
 * What to look for, and what it says when it is found.
 *
 * @param id the family and a name, with a dot between: stable, fit for a metric's label
 * @param family what the rule is about
 * @param reason one sentence for people who ask why
 * @param languages the languages it has words for (ISO 639-1)
 * @param task how much it says in what a user wrote; 1 is enough to block, 0 is nothing
 * @param content the same in what a tool or a document brought
 * @param patterns of words; any is enough
 * @param texts patterns of characters; any is enough
 * @param examples texts in which it is found, in content at least
 * @param counterExamples harmless texts that come near it, and that are not blocked
 */
public record Rule(String id, Family family, String reason, List<String> languages, double task, double content,
		List<WordMatcher> patterns, List<TextMatcher> texts, List<String> examples, List<String> counterExamples) {

	/** How much the rule says, depending on whether somebody unknown wrote the text. */
	double weight(boolean untrusted) {
		return untrusted ? this.content : this.task;
	}

	/** Whether one of the patterns of characters is in a text in lower case. */
	boolean isSpelledOutIn(String lower) {
		// No stream: every rule asks this of every view of every text.
		for (TextMatcher text : this.texts) {
			if (text.matches(lower)) {
				return true;
			}
		}
		return false;
	}

}
