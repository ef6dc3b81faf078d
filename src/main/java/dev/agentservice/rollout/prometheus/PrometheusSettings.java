package dev.agentservice.rollout.prometheus;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Where Prometheus is.
 *
 * @param url its address, without {@code /api/v1}
 * @param namespace the Kubernetes namespace whose replicas are read
 * @param tokenFile a file with a bearer token; read again for each query, because tokens
 * are renewed
 * @param authorities a PEM file with the certificates that its own is signed by, instead
 * of those of the JVM
 * @param timeout of a query, from the connection to the last byte
 */
public record PrometheusSettings(URI url, String namespace, @Nullable Path tokenFile, @Nullable Path authorities,
		Duration timeout) {

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

	/**
	 * Checks them.
	 * @throws IllegalArgumentException if they cannot work, or would show the token
	 */
	public PrometheusSettings {
		String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
		if (url.getHost() == null || !Set.of("http", "https").contains(scheme)) {
			throw new IllegalArgumentException("Prometheus' address has to be http://… or https://…");
		}
		if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new IllegalArgumentException("Prometheus' address has no user, password, query or fragment");
		}
		if (tokenFile != null && "http".equals(scheme) && !LOOPBACK.contains(url.getHost())) {
			throw new IllegalArgumentException("a bearer token is sent by https, or to this machine");
		}
		if (!namespace.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
			throw new IllegalArgumentException("'%.80s' is no namespace".formatted(namespace));
		}
	}

	URI queries() {
		String base = this.url.toString();
		return URI.create((base.endsWith("/") ? base : base + "/") + "api/v1/query");
	}

}
