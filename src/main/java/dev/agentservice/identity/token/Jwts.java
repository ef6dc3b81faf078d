package dev.agentservice.identity.token;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import dev.agentservice.identity.Credential;
import dev.agentservice.identity.JwtProperties;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.refusal.AuthFailure;
import dev.agentservice.identity.refusal.RefusedTokenException;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * Reads credentials out of JWTs that the decoder vouches for.
 */
public final class Jwts {

	private final JwtProperties properties;

	private final JwtDecoder decoder;

	public Jwts(JwtProperties properties, JwtDecoder decoder) {
		this.properties = properties;
		this.decoder = decoder;
	}

	/**
	 * What the token says; empty if it is no JWT for us, or names no tenant or user.
	 * @throws RefusedTokenException if it is authentic, and names a tenant or a user that
	 * it may not, or if it names a key that its issuer does not publish
	 * @throws ProblemException if the keys to check it with cannot be had
	 */
	public Optional<Credential> find(String token) {
		try {
			return credential(this.decoder.decode(token));
		}
		catch (BadJwtException ex) {
			if (ex.getCause() instanceof RefusedTokenException refused) {
				throw refused;
			}
			return Optional.empty();
		}
		catch (JwtException ex) {
			throw new ProblemException(ProblemCode.IDENTITY_UNAVAILABLE,
					"JWTs cannot be checked at the moment. Try again shortly.", ex)
				.retryAfter(this.properties.keys().refreshInterval());
		}
	}

	private Optional<Credential> credential(Jwt jwt) {
		if (jwt.getClaims().get(this.properties.tenantClaim()) instanceof String tenant
				&& jwt.getClaims().get(this.properties.userClaim()) instanceof String user) {
			return Optional.of(new Credential(this.properties.name(), tenant(tenant), user(user),
					scopes(jwt.getClaims().get(this.properties.scopeClaim()))));
		}
		return Optional.empty();
	}

	private String tenant(String claimed) {
		return PrincipalName.of(claimed)
			.filter((tenant) -> this.properties.tenants().isEmpty() || this.properties.tenants().contains(tenant))
			.orElseThrow(() -> new RefusedTokenException(AuthFailure.UNKNOWN_TENANT));
	}

	private String user(String claimed) {
		return PrincipalName.of(claimed)
			.orElseThrow(() -> new RefusedTokenException(AuthFailure.BAD_USER, "The token's claim "
					+ this.properties.userClaim() + " must be " + PrincipalName.EXPECTATION + "."));
	}

	/**
	 * Scopes of other services may stand beside ours. An issuer speaks for its tenants,
	 * so it cannot give anybody what concerns all of them.
	 */
	private static Set<Scope> scopes(@Nullable Object claim) {
		Collection<?> names = switch (claim) {
			case String text -> Arrays.asList(text.split(" ", -1));
			case Collection<?> list -> list;
			case null, default -> List.of();
		};
		Set<Scope> scopes = EnumSet.noneOf(Scope.class);
		for (Scope scope : EnumSet.complementOf(EnumSet.of(Scope.PLATFORM))) {
			if (names.stream().filter(Objects::nonNull).anyMatch(scope.name().toLowerCase(Locale.ROOT)::equals)) {
				scopes.add(scope);
			}
		}
		return scopes;
	}

}
