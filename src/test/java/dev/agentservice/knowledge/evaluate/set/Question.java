package dev.agentservice.knowledge.evaluate.set;

import java.util.Map;

/**
 * A question and what answers it.
 *
 * @param id by which reports name it
 * @param language the language that it is asked in; empty if nobody says
 * @param text the question
 * @param judgements how well each target answers it: 1 or more. A target is a document's
 * id, or {@code id > heading}
 */
public record Question(String id, String language, String text, Map<String, Integer> judgements) {

	/** Between a document's id and one of its headings. */
	public static final String BELOW = " > ";

	public Question {
		judgements = Map.copyOf(judgements);
	}

}
