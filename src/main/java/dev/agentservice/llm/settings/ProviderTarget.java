package dev.agentservice.llm.settings;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.agentservice.llm.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * The target of a provider's requests, and their headers.
 *
 * @param url the URL, with the provider's parameters
 * @param headers by name, the credential among them
 */
public record ProviderTarget(URI url, Map<String, String> headers) {

	/** A token, as RFC 9110 has it. */
	private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}");

	/**
	 * Headers that frame the message or belong to the connection are set by the HTTP
	 * client.
	 */
	private static final Pattern RESERVED = Pattern.compile("host|content-.*|transfer-encoding|connection|keep-alive"
			+ "|upgrade|te|trailer|expect|proxy-.*|accept-encoding");

	private static final Pattern VALUE = Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

	/**
	 * The target of a provider's requests.
	 * @param wire the protocol, with its path and its headers; the credential is among
	 * these unless it has one of its own
	 */
	public static ProviderTarget of(ProviderProperties provider, Wire wire) {
		return of(provider, wire, wire.path());
	}

	/**
	 * Another target of the same provider.
	 * @param path the path below its base URL
	 */
	public static ProviderTarget of(ProviderProperties provider, Wire wire, String path) {
		String key = provider.apiKey();
		String own = provider.apiKeyHeader();
		Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		headers.putAll(wire.headers((own != null) ? "" : key));
		if (own != null && !key.isEmpty()) {
			headers.put(own, key);
		}
		headers.putAll(provider.headers());
		return new ProviderTarget(url(provider, path), headers);
	}

	private static URI url(ProviderProperties provider, String path) {
		String base = provider.baseUrl().toString();
		String url = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
		return provider.query().isEmpty() ? URI.create(url) : URI.create(url + "?" + query(provider.query()));
	}

	private static String query(Map<String, String> parameters) {
		return new TreeMap<>(parameters).entrySet()
			.stream()
			.map((parameter) -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

	/**
	 * Checks the configuration.
	 * @throws IllegalArgumentException if it cannot be sent; without the value, which may
	 * be secret
	 */
	static void check(@Nullable String apiKeyHeader, Map<String, String> headers, Map<String, String> query) {
		if (apiKeyHeader != null) {
			checkHeader("api-key-header", apiKeyHeader);
		}
		headers.forEach((name, value) -> {
			checkHeader("headers", name);
			if (!VALUE.matcher(value).matches()) {
				throw new IllegalArgumentException(
						"headers: the value of " + name + " must be visible ASCII, without spaces around it");
			}
		});
		query.keySet().forEach((name) -> {
			if (name.isBlank()) {
				throw new IllegalArgumentException("query: a parameter needs a name");
			}
		});
	}

	private static void checkHeader(String where, String name) {
		if (!TOKEN.matcher(name).matches() || RESERVED.matcher(name.toLowerCase(Locale.ROOT)).matches()) {
			throw new IllegalArgumentException(
					where + ": " + name + " is no name of a header, or one that the client sets itself");
		}
	}

	/** Leaves the headers out: the credential is among them. */
	@Override
	public String toString() {
		return "ProviderTarget[url=" + this.url.getScheme() + "://" + this.url.getAuthority() + this.url.getPath()
				+ "]";
	}

}
