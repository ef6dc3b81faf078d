package dev.agentservice.identity;

import java.net.InetAddress;
import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Where keys may come from: an attacker who can change the fetched keys can sign as any
 * user.
 */
public final class SecureUri {

	private SecureUri() {
	}

	/** Whether nobody on the way can change what is fetched: TLS, or this machine. */
	public static boolean isSecure(String text) {
		try {
			URI uri = URI.create(text);
			return "https".equalsIgnoreCase(uri.getScheme())
					|| ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
		}
		catch (IllegalArgumentException _) {
			return false;
		}
	}

	private static boolean isLoopback(@Nullable String host) {
		if (host == null || host.equalsIgnoreCase("localhost")) {
			return host != null;
		}
		try {
			return InetAddress.ofLiteral(host.replace("[", "").replace("]", "")).isLoopbackAddress();
		}
		catch (IllegalArgumentException _) {
			return false;
		}
	}

}
