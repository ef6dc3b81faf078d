package dev.agentservice.llm.http.proxy;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Hosts that are reached without a proxy: those of this machine, and what
 * {@code no-proxy} lists.
 *
 * @param patterns separated by commas, as {@code no-proxy} has them
 */
public record DirectHosts(String patterns) {

	/** Whether the host of a URL is reached directly. */
	public boolean include(URI url) {
		String host = bare(Objects.requireNonNull(url.getHost()).toLowerCase(Locale.ROOT));
		int port = (url.getPort() >= 0) ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
		return isThisMachine(host) || Stream.of(this.patterns.split(",", -1))
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

}
