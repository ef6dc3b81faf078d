package dev.agentservice.llm.settings;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.agentservice.llm.http.PoolProperties;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * A provider of models.
 *
 * @param protocol the wire protocol
 * @param baseUrl where the protocol's paths ({@code /chat/completions},
 * {@code /messages}) begin, version included
 * @param apiKey the credential; a provider that needs one and has none is not configured
 * @param keyRequired whether the provider needs a key; {@code false} for Ollama and the
 * like
 * @param enabled whether the provider may be used
 * @param outputCapParameter the name of the output cap on the wire (OpenAI's protocol
 * only); by default {@code max_completion_tokens} for api.openai.com and
 * {@code max_tokens} for all others
 * @param apiKeyHeader the header that carries the bare key, such as Azure's
 * {@code api-key}; by default the protocol's own
 * @param headers further headers of each request; they may hold secrets
 * @param query parameters of each request's URL, such as Azure's {@code api-version}
 * @param refuseStorage whether each request says {@code store: false}, so that the server
 * keeps no copy of it; OpenAI's hosts are always told so
 * @param proxy the URL of the proxy to this provider, or {@code none}; if empty that of
 * {@link ProxyProperties}
 * @param omit parameters that its models must not be sent
 * @param reasoning the form in which the level of thinking is requested, for models
 * without a form of their own
 * @param pool the connections
 * @param resilience deviations in the recovery when this provider's models fail
 */
public record ProviderProperties(@NotNull Protocol protocol, @NotNull URI baseUrl, @DefaultValue("") String apiKey,
		@DefaultValue("true") boolean keyRequired, @DefaultValue("true") boolean enabled,
		@Nullable OutputCapParameter outputCapParameter, @Nullable String apiKeyHeader,
		@DefaultValue Map<String, String> headers, @DefaultValue Map<String, String> query,
		@DefaultValue("false") boolean refuseStorage, @DefaultValue("") String proxy,
		@DefaultValue Set<OptionalParameter> omit, @DefaultValue @Valid ReasoningProperties reasoning,
		@DefaultValue @Valid PoolProperties pool, @Nullable @Valid ResilienceOverrides resilience) {

	private static final String OPENAI_HOST = "api.openai.com";

	/**
	 * A provider.
	 * @throws IllegalArgumentException if a header or a parameter of the URL cannot be
	 * sent; the message has its name, never its value
	 */
	@ConstructorBinding
	public ProviderProperties {
		apiKey = apiKey.strip();
		headers = Map.copyOf(headers);
		query = Map.copyOf(query);
		omit = Set.copyOf(omit);
		ProviderTarget.check(apiKeyHeader, headers, query);
	}

	/** A provider with the defaults of its protocol. */
	public ProviderProperties(Protocol protocol, URI baseUrl, String apiKey, boolean keyRequired, boolean enabled,
			@Nullable OutputCapParameter outputCapParameter, PoolProperties pool,
			@Nullable ResilienceOverrides resilience) {
		this(protocol, baseUrl, apiKey, keyRequired, enabled, outputCapParameter, null, Map.of(), Map.of(), false, "",
				Set.of(), ReasoningProperties.UNKNOWN, pool, resilience);
	}

	/** Whether calls can be made: it is enabled, and has a key where one is needed. */
	public boolean usable() {
		return this.enabled && (!this.keyRequired || !this.apiKey.isEmpty());
	}

	/**
	 * Whether this is OpenAI itself, at any of its regional hosts, and not a server that
	 * speaks its protocol.
	 */
	boolean isOpenAi() {
		String host = String.valueOf(this.baseUrl.getHost()).toLowerCase(Locale.ROOT);
		return this.protocol == Protocol.OPENAI && (host.equals(OPENAI_HOST) || host.endsWith("." + OPENAI_HOST));
	}

	/**
	 * Whether each request says that no copy of it may be kept. No setting can stop
	 * OpenAI from being told so.
	 *
	 * @see <a href="https://platform.openai.com/docs/guides/your-data">What OpenAI
	 * keeps</a>
	 */
	boolean refusesStorage() {
		return this.protocol == Protocol.OPENAI && (this.refuseStorage || isOpenAi());
	}

	OutputCapParameter outputCap() {
		if (this.outputCapParameter != null) {
			return this.outputCapParameter;
		}
		return isOpenAi() ? OutputCapParameter.MAX_COMPLETION_TOKENS : OutputCapParameter.MAX_TOKENS;
	}

	@AssertTrue(message = "must be an absolute http or https URL without a query")
	boolean isBaseUrlUsable() {
		String url = String.valueOf(this.baseUrl);
		return url.matches("https?://[^/?#][^?#]*") && this.baseUrl.getHost() != null;
	}

	/** Leaves out the key, the headers and everything else that may be secret. */
	@Override
	public String toString() {
		return "ProviderProperties[protocol=%s, baseUrl=%s, apiKey=%s, enabled=%s]".formatted(this.protocol,
				this.baseUrl, this.apiKey.isEmpty() ? "none" : "***", this.enabled);
	}

}
