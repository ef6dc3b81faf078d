package dev.agentservice.endtoend;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import dev.agentservice.redis.TestRedis;
import dev.agentservice.simulator.Simulator;

/**
 * What a replica needs around it, as configuration properties.
 *
 * @param redis where it keeps its state
 * @param simulator the providers it asks
 * @param jsonLogs whether it logs as in production, or readably
 */
public record ReplicaSettings(TestRedis redis, Simulator simulator, boolean jsonLogs) {

	/** The key of the user {@code ada} of the tenant {@code acme}. */
	public static final String ADAS_KEY = "test-key-of-ada";

	/** The key of the user {@code bob} of the tenant {@code acme}. */
	public static final String BOBS_KEY = "test-key-of-bob";

	/** The key of an operator of the tenant {@code acme}. */
	public static final String OPS_KEY = "test-key-of-olga";

	public ReplicaSettings(TestRedis redis, Simulator simulator) {
		this(redis, simulator, false);
	}

	public Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>(this.redis.properties());
		properties.put("server.address", "127.0.0.1");
		properties.put("management.server.address", "127.0.0.1");
		if (!this.jsonLogs) {
			properties.put("logging.structured.format.console", "");
		}
		properties.put("agent-service.identity.pepper", "a pepper that is only good for tests");
		apiKey(properties, 0, "ada", ADAS_KEY, "agent");
		apiKey(properties, 1, "bob", BOBS_KEY, "agent");
		apiKey(properties, 2, "olga", OPS_KEY, "ops");
		for (String provider : new String[] { "openai", "anthropic" }) {
			properties.put("agent-service.llm.providers." + provider + ".base-url", this.simulator.baseUrl());
			properties.put("agent-service.llm.providers." + provider + ".api-key", "simulated");
		}
		// As the real provider, the simulated one refuses max_tokens.
		properties.put("agent-service.llm.providers.openai.output-cap-parameter", "max_completion_tokens");
		return properties;
	}

	String[] arguments() {
		return properties().entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	private static void apiKey(Map<String, String> properties, int index, String user, String key, String scopes) {
		String prefix = "agent-service.identity.api-keys[" + index + "].";
		properties.put(prefix + "name", user + "s-key");
		properties.put(prefix + "sha256", sha256(key));
		properties.put(prefix + "tenant", "acme");
		properties.put(prefix + "user", user);
		properties.put(prefix + "scopes", scopes);
	}

	private static String sha256(String key) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
