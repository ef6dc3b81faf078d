package dev.agentservice.llm.settings;

import java.util.Map;

import dev.agentservice.llm.model.ModelId;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Providers and models.
 *
 * @param providers by name, the first part of a model's id
 * @param models facts by model id, shipped in {@code models.yaml}
 * @param defaultContextWindow the window of a model that {@code models} does not know, in
 * tokens; rather too small than too large, since a prompt over the real window is refused
 * @param resilience the recovery when models fail
 * @param proxy the proxies to providers
 */
@Validated
@ConfigurationProperties("agent-service.llm")
public record LlmProperties(
		@DefaultValue Map<@Pattern(regexp = "[a-z0-9][a-z0-9-]*") String, @Valid ProviderProperties> providers,
		@DefaultValue Map<String, @Valid ModelProperties> models,
		@DefaultValue("32768") @Min(1024) int defaultContextWindow,
		@DefaultValue @Valid ResilienceProperties resilience, @DefaultValue ProxyProperties proxy) {

	/**
	 * Settings.
	 * @throws IllegalArgumentException if a model's id is none, or what one provider does
	 * otherwise does not fit what all do
	 */
	@ConstructorBinding
	public LlmProperties {
		models.keySet().forEach(ModelId::parse);
		providers.forEach((name, provider) -> check(name, provider, resilience));
	}

	/** Without proxies. */
	public LlmProperties(Map<String, ProviderProperties> providers, Map<String, ModelProperties> models,
			int defaultContextWindow, ResilienceProperties resilience) {
		this(providers, models, defaultContextWindow, resilience, ProxyProperties.NONE);
	}

	/** The recovery when models of this provider fail. */
	public ResilienceProperties resilience(String provider) {
		return merged(this.providers.get(provider), this.resilience);
	}

	private static void check(String name, ProviderProperties provider, ResilienceProperties all) {
		try {
			var _ = merged(provider, all);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("provider " + name + ": " + ex.getMessage(), ex);
		}
	}

	private static ResilienceProperties merged(@Nullable ProviderProperties provider, ResilienceProperties all) {
		ResilienceOverrides own = (provider != null) ? provider.resilience() : null;
		return (own != null) ? own.over(all) : all;
	}

}
