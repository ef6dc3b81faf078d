package dev.agentservice.identity.token;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.agentservice.identity.Credential;
import dev.agentservice.identity.IdentityProperties;
import dev.agentservice.identity.IdentityProperties.ApiKey;
import dev.agentservice.identity.refusal.AuthFailure;
import dev.agentservice.identity.refusal.RefusedTokenException;

/**
 * The configured API keys. A plain map is safe against timing: what is compared is the
 * hash of what the caller sent, and nobody can steer a SHA-256 towards a stored one byte
 * by byte.
 */
public final class ApiKeys {

	private final Map<String, ApiKey> byHash;

	private final Clock clock;

	public ApiKeys(IdentityProperties properties, Clock clock) {
		this.byHash = properties.apiKeys().stream().collect(Collectors.toMap(ApiKey::sha256, Function.identity()));
		this.clock = clock;
	}

	/** Whether any of them is accepted now. */
	public boolean anyUsable() {
		return this.byHash.values().stream().anyMatch((key) -> key.enabled() && !isExpired(key));
	}

	/**
	 * What the key says; empty if nobody has it.
	 * @throws RefusedTokenException if it is revoked or expired
	 */
	public Optional<Credential> find(String token) {
		return Optional.ofNullable(this.byHash.get(sha256(token))).map(this::credential);
	}

	private Credential credential(ApiKey key) {
		if (!key.enabled()) {
			throw new RefusedTokenException(AuthFailure.REVOKED_KEY);
		}
		if (isExpired(key)) {
			throw new RefusedTokenException(AuthFailure.EXPIRED_KEY);
		}
		return new Credential(key.name(), key.tenant(), key.user(), key.scopes());
	}

	private boolean isExpired(ApiKey key) {
		return key.expiresAt() != null && !this.clock.instant().isBefore(key.expiresAt());
	}

	private static String sha256(String token) {
		try {
			byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
