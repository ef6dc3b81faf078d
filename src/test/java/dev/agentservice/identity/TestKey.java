package dev.agentservice.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * An API key of somebody, as the configuration wants it. Its name is what the caller
 * sends, too.
 *
 * @param name the key
 * @param tenant whose it is
 * @param scopes what it may, with commas
 */
public record TestKey(String name, String tenant, String scopes) {

	/** Makes these the keys of the service. */
	public static void register(DynamicPropertyRegistry registry, TestKey... keys) {
		for (int i = 0; i < keys.length; i++) {
			keys[i].register(registry, "agent-service.identity.api-keys[" + i + "].");
		}
	}

	/** What stands for a key in the configuration. */
	public static String sha256(String key) {
		try {
			byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	private void register(DynamicPropertyRegistry registry, String prefix) {
		registry.add(prefix + "name", this::name);
		registry.add(prefix + "sha256", () -> sha256(this.name));
		registry.add(prefix + "tenant", this::tenant);
		registry.add(prefix + "user", () -> "somebody");
		registry.add(prefix + "scopes", this::scopes);
	}

}
