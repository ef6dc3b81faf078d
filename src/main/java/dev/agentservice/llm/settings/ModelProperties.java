package dev.agentservice.llm.settings;

import java.util.Set;

import com.knuddels.jtokkit.api.EncodingType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The facts about one model.
 *
 * @param contextWindow prompt and completion tokens together
 * @param encoding its tokenizer, where OpenAI has published it
 * @param outputCapParameter the name of the output cap on the wire, where it is not its
 * provider's (OpenAI's protocol only)
 * @param omit parameters that must not be sent, in addition to its provider's
 * @param reasoning the form in which its level of thinking is requested, where it is not
 * its provider's
 */
public record ModelProperties(@Min(1024) int contextWindow, @Nullable EncodingType encoding,
		@Nullable OutputCapParameter outputCapParameter, @DefaultValue Set<OptionalParameter> omit,
		@Nullable @Valid ReasoningProperties reasoning) {

	@ConstructorBinding
	public ModelProperties {
		omit = Set.copyOf(omit);
	}

	/** A model with its provider's parameters. */
	public ModelProperties(int contextWindow, @Nullable EncodingType encoding) {
		this(contextWindow, encoding, null, Set.of(), null);
	}

}
