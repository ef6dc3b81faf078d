package dev.agentservice.knowledge.evaluate.measure;

import java.util.List;
import java.util.Map;

import dev.agentservice.knowledge.evaluate.set.Question;

/**
 * What was measured of one question.
 *
 * @param question the question
 * @param scores in each mode in which was searched
 * @param first the targets that were found first, by both where there are vectors
 */
public record Answered(Question question, Map<Mode, Scores> scores, List<String> first) {

	public Answered {
		scores = Map.copyOf(scores);
		first = List.copyOf(first);
	}

}
