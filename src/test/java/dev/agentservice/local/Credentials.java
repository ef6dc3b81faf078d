package dev.agentservice.local;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * An API key that may do everything as one user, and the secret behind the users' tags;
 * both new at every start. The service is told only the key's hash.
 *
 * @param apiKey the key
 * @param pepper the secret
 */
record Credentials(String apiKey, String pepper) {

	static Credentials random() {
		return new Credentials("local-" + randomHex(), randomHex());
	}

	Map<String, Object> properties() {
		String key = "agent-service.identity.api-keys[0].";
		return Map.of("agent-service.identity.pepper", this.pepper, key + "name", "local", key + "sha256",
				sha256(this.apiKey), key + "tenant", "local", key + "user", "developer", key + "scopes",
				"agent,knowledge,ops,platform,privacy");
	}

	private static String randomHex() {
		byte[] bytes = new byte[16];
		new SecureRandom().nextBytes(bytes);
		return HexFormat.of().formatHex(bytes);
	}

	private static String sha256(String text) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
