package dev.agentservice.llm.settings;

import java.net.URI;

import dev.agentservice.llm.http.proxy.DirectHosts;
import dev.agentservice.llm.http.proxy.ProxyServer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The proxies to providers, from the environment. Hosts of this machine are never reached
 * through one.
 *
 * @param https the URL of the proxy for {@code https} URLs, or empty
 * @param http the URL of the proxy for {@code http} URLs, or empty
 * @param noProxy hosts that are reached directly, separated by commas: a name with its
 * subdomains, an address, a network such as {@code 10.0.0.0/8}, each with a port if it is
 * for that one alone, or {@code *}
 */
public record ProxyProperties(@DefaultValue("") String https, @DefaultValue("") String http,
		@DefaultValue("") String noProxy) {

	/** No proxy for any provider. */
	static final ProxyProperties NONE = new ProxyProperties("", "", "");

	/** The value of a provider that needs no proxy. */
	private static final String DIRECT = "none";

	/**
	 * The proxy to a provider; null if it is reached directly.
	 * @param name the provider's name
	 * @throws IllegalArgumentException if the configured value is no proxy
	 */
	public @Nullable ProxyServer to(String name, ProviderProperties provider) {
		if (!provider.proxy().isBlank()) {
			return provider.proxy().strip().equals(DIRECT) ? null
					: parse("agent-service.llm.providers." + name + ".proxy", provider.proxy());
		}
		URI url = provider.baseUrl();
		boolean https = "https".equalsIgnoreCase(url.getScheme());
		String proxy = https ? this.https : this.http;
		return (proxy.isBlank() || new DirectHosts(this.noProxy).include(url)) ? null
				: parse("agent-service.llm.proxy." + (https ? "https" : "http"), proxy);
	}

	private static ProxyServer parse(String setting, String url) {
		try {
			return ProxyServer.parse(url);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(setting + ": " + ex.getMessage(), ex);
		}
	}

	/** Leaves out the URLs, which may hold a password. */
	@Override
	public String toString() {
		return "ProxyProperties[https=%s, http=%s, noProxy=%s]".formatted(this.https.isBlank() ? "none" : "***",
				this.http.isBlank() ? "none" : "***", this.noProxy);
	}

}
