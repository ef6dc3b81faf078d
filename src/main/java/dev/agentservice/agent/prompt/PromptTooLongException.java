package dev.agentservice.agent.prompt;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;

/**
 * What cannot be left out of a prompt is more than the model takes; it was not asked.
 */
public final class PromptTooLongException extends ModelException {

	private final int needed;

	private final int size;

	/**
	 * A prompt that does not fit.
	 * @param needed the tokens of what cannot be left out
	 * @param size the tokens that fit
	 */
	PromptTooLongException(ModelId model, int needed, int size) {
		super(model, Kind.CONTEXT_TOO_LONG, null, null);
		this.needed = needed;
		this.size = size;
	}

	/** In tokens. */
	public int needed() {
		return this.needed;
	}

	/** The prompt tokens that fit. */
	public int size() {
		return this.size;
	}

}
