package dev.agentservice.guard.evaluate.set;

import java.util.List;

import dev.agentservice.guard.redact.AnnotatedText;

/**
 * What belongs together.
 *
 * @param name of the file or the directory
 * @param cases for the input guard
 * @param annotated for the redactors
 */
public record EvaluationSet(String name, List<Case> cases, List<AnnotatedText> annotated) {

	public EvaluationSet {
		cases = List.copyOf(cases);
		annotated = List.copyOf(annotated);
	}

}
