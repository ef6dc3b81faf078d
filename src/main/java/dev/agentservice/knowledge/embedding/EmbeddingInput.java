package dev.agentservice.knowledge.embedding;

import dev.agentservice.knowledge.chunk.Passage;
import dev.agentservice.llm.EmbeddingModel;

/**
 * What of a text goes to a model that makes vectors.
 */
public final class EmbeddingInput {

	private EmbeddingInput() {
	}

	/** A passage as the model takes it, with its heading. */
	public static String of(EmbeddingModel model, String heading, String text) {
		return of(model, Passage.whole(heading, text.strip()));
	}

	/**
	 * A text as the model takes it: without the blanks at its ends, of which passages and
	 * queries may have any number, and no longer than the model takes.
	 * @param text not empty
	 */
	public static String of(EmbeddingModel model, String text) {
		String input = text.strip();
		if (input.isEmpty()) {
			input = text;
		}
		while (model.count(input) > model.maxTokens()) {
			int half = input.length() / 2;
			input = input.substring(0, Character.isHighSurrogate(input.charAt(half - 1)) ? half - 1 : half);
		}
		return input;
	}

}
