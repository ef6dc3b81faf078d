package dev.agentservice.compat.openai;

import dev.agentservice.support.Text;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * No agent has the name that was asked for as a model.
 */
public final class ModelNotFoundException extends ProblemException {

	private static final int SHOWN = 64;

	public ModelNotFoundException(String model) {
		super(ProblemCode.NOT_FOUND, "The model '" + Text.printable(model, SHOWN)
				+ "' does not exist. Models are this service's agents: GET /v1/models lists them.");
	}

}
