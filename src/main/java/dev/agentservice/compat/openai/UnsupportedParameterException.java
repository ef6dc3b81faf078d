package dev.agentservice.compat.openai;

import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;

/**
 * The request asks for something that this service does not do. It is refused and not
 * ignored, so that no client waits for an effect that never comes.
 */
public final class UnsupportedParameterException extends ProblemException {

	private final String parameter;

	/**
	 * Refuses a parameter.
	 * @param parameter where it is, for example {@code messages[2].role}
	 */
	public UnsupportedParameterException(String parameter) {
		super(ProblemCode.INVALID_REQUEST,
				"Unsupported parameter: '" + parameter + "' is not supported, or not with this value.");
		this.parameter = parameter;
	}

	/** Where it is. */
	public String parameter() {
		return this.parameter;
	}

}
