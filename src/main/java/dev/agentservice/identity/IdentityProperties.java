package dev.agentservice.identity;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * Who may call. Mistakes stop the start and name the property; no message holds a secret.
 *
 * @param pepper the secret behind all user tags, at least 32 characters; changing it
 * orphans everything stored
 * @param apiKeys the API keys, each by its hash
 * @param jwt which JWTs are accepted; none if absent
 */
@ConfigurationProperties("agent-service.identity")
public record IdentityProperties(@DefaultValue("") String pepper, @DefaultValue List<ApiKey> apiKeys,
		@Nullable JwtProperties jwt) {

	private static final int MIN_PEPPER = 32;

	public IdentityProperties {
		Assert.isTrue(pepper.length() >= MIN_PEPPER,
				"agent-service.identity.pepper (environment variable AGENTSERVICE_IDENTITY_PEPPER) must be set"
						+ " to a secret of at least " + MIN_PEPPER + " characters");
		apiKeys = List.copyOf(apiKeys);
		requireDistinct(apiKeys, (jwt != null) ? Set.of(jwt.name()) : Set.of());
	}

	/** Where a key is configured. */
	static String property(int index) {
		return "agent-service.identity.api-keys[" + index + "]";
	}

	private static void requireDistinct(List<ApiKey> apiKeys, Set<String> issuers) {
		Set<String> names = new HashSet<>(issuers);
		Set<String> hashes = new HashSet<>();
		for (int i = 0; i < apiKeys.size(); i++) {
			String property = property(i);
			Assert.isTrue(names.add(apiKeys.get(i).name()), property + ".name is used by an earlier key or the issuer");
			Assert.isTrue(hashes.add(apiKeys.get(i).sha256()), property + ".sha256 is used by an earlier key");
		}
	}

	@Override
	public String toString() {
		return "IdentityProperties[" + this.apiKeys.size() + " API keys, "
				+ ((this.jwt != null) ? "with JWT]" : "no JWT]");
	}

	/**
	 * An API key. A reader of the configuration must not be able to guess a key from its
	 * hash, so keys are random and of at least 128 bits.
	 *
	 * @param name what logs call the key; not {@code jwt}, which is what they call JWTs
	 * @param sha256 SHA-256 of the key's UTF-8 bytes, 64 hexadecimal characters
	 * @param tenant the tenant all its calls belong to
	 * @param user the one user it acts for; excludes {@code onBehalf}
	 * @param onBehalf whether each call names its end user in {@code X-User-Id}
	 * @param scopes what the key may be used for
	 * @param enabled {@code false} revokes the key
	 * @param expiresAt from when on the key is refused; never, if absent
	 * @param ceiling what all its calls may use up together
	 */
	public record ApiKey(@DefaultValue("") String name, @DefaultValue("") String sha256,
			@DefaultValue("") String tenant, @Nullable String user, boolean onBehalf, @DefaultValue Set<Scope> scopes,
			@DefaultValue("true") boolean enabled, @Nullable Instant expiresAt, @DefaultValue Ceiling ceiling) {

		static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

		private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

		public ApiKey {
			sha256 = sha256.toLowerCase(Locale.ROOT);
			scopes = Set.copyOf(scopes);
			require(NAME.matcher(name).matches(), "name must match " + NAME.pattern());
			require(!JwtProperties.NAME.equals(name), "name must not be jwt: logs, audit and limits call JWTs that");
			require(SHA256.matcher(sha256).matches(), "sha256 must be 64 hexadecimal characters");
			tenant = principal("tenant", tenant);
			require(onBehalf == (user == null), "needs either a user or on-behalf: true");
			user = (user != null) ? principal("user", user) : null;
			require(!scopes.isEmpty(), "scopes must not be empty");
		}

		/** Whether it is accepted at a time. */
		boolean isUsable(Instant now) {
			return this.enabled && (this.expiresAt == null || now.isBefore(this.expiresAt));
		}

		private static String principal(String component, String name) {
			require(PrincipalName.isValid(name), component + " must be " + PrincipalName.EXPECTATION);
			return PrincipalName.of(name).orElseThrow();
		}

		private static void require(boolean condition, String reason) {
			Assert.isTrue(condition, "An entry of agent-service.identity.api-keys is wrong: " + reason);
		}

	}

}
