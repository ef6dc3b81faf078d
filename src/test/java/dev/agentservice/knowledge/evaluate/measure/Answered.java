package dev.agentservice.knowledge.evaluate.measure;

import java.util.Map;

import dev.agentservice.knowledge.evaluate.set.Question;

/**
 * What was measured of one question.
 *
 * @param question the question
 * @param scores in each mode in which was searched
 */
public record Answered(Question question, Map<Mode, Scores> scores) {

	public Answered {
		scores = Map.copyOf(scores);
	}

}
