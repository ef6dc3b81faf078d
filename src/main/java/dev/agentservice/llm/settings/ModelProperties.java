package dev.agentservice.llm.settings;

import java.util.Set;

import com.knuddels.jtokkit.api.EncodingType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is known about one model.
 *
 * @param contextWindow prompt and completion tokens together
 * @param encoding its tokenizer, where OpenAI has published it
 * @param outputCapParameter the name of the output cap on the wire, where it is not its
 * provider's (OpenAI's protocol only)
 * @param omit what must not be sent, beside what its provider must not get
 * @param reasoning how it is told how much to think, where it is not as its provider is
 */
public record ModelProperties(@Min(1024) int contextWindow, @Nullable EncodingType encoding,
		@Nullable OutputCapParameter outputCapParameter, @DefaultValue Set<OptionalParameter> omit,
		@Nullable @Valid ReasoningProperties reasoning) {

	@ConstructorBinding
	public ModelProperties {
		omit = Set.copyOf(omit);
	}

	/** A model that gets what its provider gets. */
	public ModelProperties(int contextWindow, @Nullable EncodingType encoding) {
		this(contextWindow, encoding, null, Set.of(), null);
	}

}
