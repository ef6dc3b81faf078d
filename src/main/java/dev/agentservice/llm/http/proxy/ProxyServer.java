package dev.agentservice.llm.http.proxy;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP proxy. Requests to an {@code https} URL go through a tunnel that it opens at
 * {@code CONNECT}, encrypted end to end.
 *
 * @param host its host
 * @param port its port
 * @param user the user name at the proxy, or empty
 * @param password its password
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#CONNECT">RFC 9110, section
 * 9.3.6</a>
 */
public record ProxyServer(String host, int port, String user, String password) {

	private static final int DEFAULT_PORT = 80;

	/**
	 * Reads the URL of a proxy, as in {@code HTTPS_PROXY}.
	 * @param url such as {@code http://user:password@proxy.example.com:3128}; the scheme
	 * may be missing
	 * @throws IllegalArgumentException if it is none; the message does not repeat it
	 */
	public static ProxyServer parse(String url) {
		try {
			URI uri = new URI(url.contains("://") ? url.strip() : "http://" + url.strip());
			boolean path = uri.getPath() != null && !uri.getPath().isEmpty() && !uri.getPath().equals("/");
			if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || path) {
				throw new IllegalArgumentException("a proxy must have the form http://[user:password@]host:port");
			}
			String[] user = (uri.getRawUserInfo() != null) ? uri.getRawUserInfo().split(":", 2) : new String[] { "" };
			return new ProxyServer(uri.getHost(), (uri.getPort() >= 0) ? uri.getPort() : DEFAULT_PORT, decoded(user[0]),
					(user.length > 1) ? decoded(user[1]) : "");
		}
		catch (URISyntaxException _) {
			// Without the cause: its message repeats the URL, and so the password.
			throw new IllegalArgumentException("a proxy must have the form http://[user:password@]host:port");
		}
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	/** Leaves the password out. */
	@Override
	public String toString() {
		return "ProxyServer[" + this.host + ":" + this.port + "]";
	}

}
