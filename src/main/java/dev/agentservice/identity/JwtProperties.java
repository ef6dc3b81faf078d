package dev.agentservice.identity;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.io.Resource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.util.Assert;

/**
 * Which JWTs are accepted. The keys come from {@code jwkSetUri}, {@code publicKey} or, if
 * neither is set, from what the issuer publishes about itself.
 *
 * @param name what logs, audit, limits and metrics call the issuer
 * @param tenants the tenants that its tokens may name; any, if empty, which needs
 * {@code ceiling.unlimited}: each tenant has limits of its own
 * @param ceiling what all its tokens may use up together, within each tenant
 * @param issuerUri what {@code iss} has to be; its metadata is fetched when the first
 * token arrives, so that an issuer that is down does not stop the start
 * @param jwkSetUri where the keys are, if not where the issuer says
 * @param publicKey an RSA public key in PEM (X.509), for keys that are never rotated
 * @param audience what {@code aud} has to contain: a token made for another service is
 * refused
 * @param tenantClaim the claim that holds the tenant
 * @param userClaim the claim that holds the user
 * @param scopeClaim the claim that holds scopes, as a list or separated by spaces
 * @param algorithms the accepted signatures, all asymmetric: the service, which checks
 * tokens, must not be able to issue one
 * @param clockSkew how far the issuer's clock may be off
 * @param maxLifetime the longest time from {@code iat} to {@code exp}; a token that lives
 * longer, or does not say when it was issued or expires, is 401
 * @param keys how the issuer's keys are kept
 */
public record JwtProperties(@DefaultValue(NAME) String name, @DefaultValue Set<String> tenants,
		@DefaultValue Ceiling ceiling, @Nullable String issuerUri, @Nullable String jwkSetUri,
		@Nullable Resource publicKey, @DefaultValue("") String audience, @DefaultValue("tenant") String tenantClaim,
		@DefaultValue("sub") String userClaim, @DefaultValue("scope") String scopeClaim, @DefaultValue( {
				"RS256", "PS256", "ES256" }) Set<SignatureAlgorithm> algorithms,
		@DefaultValue("30s") Duration clockSkew, @DefaultValue("24h") Duration maxLifetime,
		@DefaultValue KeyProperties keys){

	static final String PREFIX = "agent-service.identity.jwt";

	static final String NAME = "jwt";

	public JwtProperties {
		Assert.hasText(audience, "agent-service.identity.jwt.audience must be set");
		Assert.isTrue(issuerUri != null || jwkSetUri != null || publicKey != null,
				"agent-service.identity.jwt needs issuer-uri, jwk-set-uri or public-key");
		Assert.isTrue(jwkSetUri == null || publicKey == null,
				"agent-service.identity.jwt needs either jwk-set-uri or public-key, not both");
		Assert.notEmpty(algorithms, "agent-service.identity.jwt.algorithms must not be empty");
		Assert.isTrue(maxLifetime.isPositive(), "agent-service.identity.jwt.max-lifetime must be positive");
		requireSecure("issuer-uri", issuerUri);
		requireSecure("jwk-set-uri", jwkSetUri);
		Assert.isTrue(IdentityProperties.ApiKey.NAME.matcher(name).matches(),
				"agent-service.identity.jwt.name must match " + IdentityProperties.ApiKey.NAME.pattern());
		Assert.isTrue(!tenants.isEmpty() || ceiling.unlimited(),
				"agent-service.identity.jwt.tenants must list the tenants that tokens may name: each has limits of its "
						+ "own, so any number of tenants has none; ceiling.unlimited: true says that this is wanted");
		tenants = tenants.stream().map(JwtProperties::tenant).collect(Collectors.toUnmodifiableSet());
	}

	private static void requireSecure(String property, @Nullable String uri) {
		Assert.isTrue(uri == null || SecureUri.isSecure(uri),
				() -> "agent-service.identity.jwt." + property + " must begin with https://, because whoever can change"
						+ " the keys on their way can sign as anybody; http:// is for this machine alone (127.0.0.1,"
						+ " localhost): " + uri);
	}

	private static String tenant(String name) {
		return PrincipalName.of(name)
			.orElseThrow(() -> new IllegalArgumentException(
					"agent-service.identity.jwt.tenants must be " + PrincipalName.EXPECTATION));
	}

}
