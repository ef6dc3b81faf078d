package dev.agentservice.llm.settings;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.knuddels.jtokkit.api.EncodingType;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * The known facts about models, by id.
 */
@Component
public final class ModelCatalog {

	private final Map<ModelId, ModelProperties> models;

	private final Map<String, ProviderProperties> providers;

	private final int defaultContextWindow;

	public ModelCatalog(LlmProperties properties) {
		this.models = properties.models()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((entry) -> ModelId.parse(entry.getKey()), Map.Entry::getValue));
		this.providers = properties.providers();
		this.defaultContextWindow = properties.defaultContextWindow();
	}

	/** Whether the model is listed, so that its name may become a metric's label. */
	public boolean knows(ModelId model) {
		return this.models.containsKey(model);
	}

	/** All models that are listed. */
	public Set<ModelId> listed() {
		return this.models.keySet();
	}

	public int contextWindow(ModelId model) {
		ModelProperties known = this.models.get(model);
		return (known != null) ? known.contextWindow() : this.defaultContextWindow;
	}

	/** The facts about a model that makes vectors of texts; null if it makes none. */
	public ModelProperties.@Nullable Embedding embedding(ModelId model) {
		ModelProperties known = this.models.get(model);
		return (known != null) ? known.embedding() : null;
	}

	/** The tokenizer, if it is published. */
	public @Nullable EncodingType encoding(ModelId model) {
		ModelProperties known = this.models.get(model);
		return (known != null) ? known.encoding() : null;
	}

	/** Whether the model of that name runs at OpenAI, with the tokenizer of that name. */
	public boolean runsAtOpenAi(ModelId model) {
		ProviderProperties provider = this.providers.get(model.provider());
		return provider != null && provider.isOpenAi();
	}

	/**
	 * The parameters that may be sent to the model.
	 * @throws IllegalArgumentException if its provider is not configured
	 */
	public RequestFacts requestFacts(ModelId model) {
		ProviderProperties provider = this.providers.get(model.provider());
		if (provider == null) {
			throw new IllegalArgumentException("there is no provider " + model.provider());
		}
		return RequestFacts.of(provider, this.models.get(model));
	}

	/** Whether the model bills thoughts that it does not show. */
	public boolean mayThinkUnseen(ModelRequest request) {
		return requestFacts(request.model()).mayThinkUnseen(request.reasoning(), !request.tools().isEmpty());
	}

	public Protocol protocol(ModelId model) {
		ProviderProperties provider = this.providers.get(model.provider());
		return (provider != null) ? provider.protocol() : Protocol.OPENAI;
	}

}
