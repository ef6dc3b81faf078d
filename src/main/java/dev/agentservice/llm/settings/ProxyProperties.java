package dev.agentservice.llm.settings;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.llm.http.ProxyServer;
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
		return (proxy.isBlank() || isDirect(url)) ? null
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

	private boolean isDirect(URI url) {
		String host = bare(Objects.requireNonNull(url.getHost()).toLowerCase(Locale.ROOT));
		int port = (url.getPort() >= 0) ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
		return isThisMachine(host) || Stream.of(this.noProxy.split(",", -1))
			.map((pattern) -> pattern.strip().toLowerCase(Locale.ROOT))
			.filter((pattern) -> !pattern.isEmpty())
			.anyMatch((pattern) -> matches(pattern, host, port));
	}

	private static boolean isThisMachine(String host) {
		InetAddress address = literal(host);
		return host.equals("localhost") || host.endsWith(".localhost")
				|| (address != null && address.isLoopbackAddress());
	}

	private static boolean matches(String pattern, String host, int port) {
		if (pattern.equals("*")) {
			return true;
		}
		if (pattern.contains("/")) {
			return isInNetwork(pattern, host);
		}
		String name = pattern;
		int colon = pattern.lastIndexOf(':');
		if (colon > 0 && literal(pattern) == null) {
			if (!pattern.substring(colon + 1).equals(Integer.toString(port))) {
				return false;
			}
			name = pattern.substring(0, colon);
		}
		name = bare(name.startsWith("*.") ? name.substring(1) : name);
		return name.startsWith(".") ? host.endsWith(name) || host.equals(name.substring(1))
				: host.equals(name) || host.endsWith("." + name);
	}

	private static boolean isInNetwork(String network, String host) {
		String[] parts = network.split("/", 2);
		InetAddress base = literal(parts[0]);
		InetAddress address = literal(host);
		if (base == null || address == null || !parts[1].matches("\\d{1,3}")) {
			return false;
		}
		byte[] one = base.getAddress();
		byte[] other = address.getAddress();
		int bits = Integer.parseInt(parts[1]);
		if (one.length != other.length || bits > 8 * one.length) {
			return false;
		}
		for (int i = 0; i < bits; i++) {
			int mask = 0x80 >> (i % 8);
			if ((one[i / 8] & mask) != (other[i / 8] & mask)) {
				return false;
			}
		}
		return true;
	}

	/** An address written as such: names are never looked up for this. */
	private static @Nullable InetAddress literal(String host) {
		try {
			return InetAddress.ofLiteral(host);
		}
		catch (IllegalArgumentException _) {
			return null;
		}
	}

	private static String bare(String host) {
		return (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
	}

	/** Leaves out the URLs, which may hold a password. */
	@Override
	public String toString() {
		return "ProxyProperties[https=%s, http=%s, noProxy=%s]".formatted(this.https.isBlank() ? "none" : "***",
				this.http.isBlank() ? "none" : "***", this.noProxy);
	}

}
