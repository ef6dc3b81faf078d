package dev.agentservice.llm.settings;

import java.util.Set;

import com.knuddels.jtokkit.api.EncodingType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The facts about one model.
 *
 * @param contextWindow prompt and completion tokens together; not needed of a model that
 * makes vectors
 * @param encoding its tokenizer, where OpenAI has published it
 * @param outputCapParameter the name of the output cap on the wire, where it is not its
 * provider's (OpenAI's protocol only)
 * @param omit parameters that must not be sent, in addition to its provider's
 * @param reasoning the form in which its level of thinking is requested, where it is not
 * its provider's
 * @param embedding the facts about a model that makes vectors of texts; null for one that
 * writes
 */
public record ModelProperties(int contextWindow, @Nullable EncodingType encoding,
		@Nullable OutputCapParameter outputCapParameter, @DefaultValue Set<OptionalParameter> omit,
		@Nullable @Valid ReasoningProperties reasoning, @Nullable @Valid Embedding embedding) {

	private static final int SMALLEST_WINDOW = 1024;

	/**
	 * A model.
	 * @throws IllegalArgumentException if it writes and its window is not known
	 */
	@ConstructorBinding
	public ModelProperties {
		if (contextWindow < SMALLEST_WINDOW && (embedding == null || contextWindow != 0)) {
			throw new IllegalArgumentException("context-window must be at least " + SMALLEST_WINDOW + " tokens");
		}
		omit = Set.copyOf(omit);
	}

	/** A model with its provider's parameters. */
	public ModelProperties(int contextWindow, @Nullable EncodingType encoding) {
		this(contextWindow, encoding, null, Set.of(), null, null);
	}

	/**
	 * The facts about a model that makes vectors of texts. There are no defaults for what
	 * is paid by or refused for: a fact that is missing stops the start.
	 *
	 * @param dimension how many numbers a vector has
	 * @param maxInputTokens the longest text that it takes, in its own tokens
	 * @param maxBatch how many texts are sent at once: no more than its provider takes;
	 * with fewer, less is paid twice where a call breaks off
	 * @param shortened whether {@code dimension} is less than what the model gives by
	 * itself, so that it has to be sent
	 */
	public record Embedding(@Min(1) @Max(4096) int dimension, @Min(64) @Max(1_000_000) int maxInputTokens,
			@Min(1) @Max(2048) int maxBatch, @DefaultValue("false") boolean shortened) {

	}

}
