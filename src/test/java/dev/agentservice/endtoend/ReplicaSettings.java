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

	/**
	 * The key of a backend of the tenant {@code acme} that asks on behalf of its users.
	 */
	public static final String BACKENDS_KEY = "test-key-of-backend";

	public ReplicaSettings(TestRedis redis, Simulator simulator) {
		this(redis, simulator, false);
	}

	/** The same with a log as in production. */
	public ReplicaSettings withJsonLogs() {
		return new ReplicaSettings(this.redis, this.simulator, true);
	}

	public Map<String, String> properties() {
		Map<String, String> properties = new LinkedHashMap<>(this.redis.properties());
		properties.put("server.address", "127.0.0.1");
		properties.put("management.server.address", "127.0.0.1");
		if (!this.jsonLogs) {
			properties.put("logging.structured.format.console", "");
		}
		// The tests' own forgets on purpose.
		properties.put("agent-service.redis.durability", "ignore");
		properties.put("agent-service.identity.pepper", "a pepper that is only good for tests");
		apiKey(properties, 0, ADAS_KEY, "user", "ada", "agent");
		apiKey(properties, 1, BOBS_KEY, "user", "bob", "agent");
		apiKey(properties, 2, OPS_KEY, "user", "olga", "ops");
		apiKey(properties, 3, BACKENDS_KEY, "on-behalf", "true", "agent");
		properties.put("agent-service.identity.api-keys[3].ceiling.daily-usd", "1000");
		for (String provider : new String[] { "openai", "anthropic" }) {
			properties.put("agent-service.llm.providers." + provider + ".base-url", this.simulator.baseUrl());
			properties.put("agent-service.llm.providers." + provider + ".api-key", "simulated");
		}
		// As the real provider, the simulated one refuses max_tokens, and it wants no
		// copy kept.
		properties.put("agent-service.llm.providers.openai.output-cap-parameter", "max_completion_tokens");
		properties.put("agent-service.llm.providers.openai.refuse-storage", "true");
		return properties;
	}

	String[] arguments() {
		return properties().entrySet()
			.stream()
			.map((property) -> "--" + property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	private static void apiKey(Map<String, String> properties, int index, String key, String who, String value,
			String scopes) {
		String prefix = "agent-service.identity.api-keys[" + index + "].";
		properties.put(prefix + "name", "key-" + index);
		properties.put(prefix + "sha256", sha256(key));
		properties.put(prefix + "tenant", "acme");
		properties.put(prefix + who, value);
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
