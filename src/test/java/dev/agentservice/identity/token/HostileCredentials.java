package dev.agentservice.identity.token;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import com.nimbusds.jose.jwk.JWKSet;
import dev.agentservice.identity.Callers;
import dev.agentservice.identity.Ceiling;
import dev.agentservice.identity.IdentityProperties;
import dev.agentservice.identity.JwtProperties;
import dev.agentservice.identity.KeyProperties;
import dev.agentservice.identity.PrincipalName;
import dev.agentservice.identity.PepperedTags;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Whoever is asked who calls, with an issuer in the same process that has no keys.
 */
public final class HostileCredentials {

	private static final String GOOD = encoded("{\"alg\": \"RS256\", \"kid\": \"1\"}");

	private final Callers callers;

	public HostileCredentials() {
		IdentityProperties keys = new IdentityProperties("p".repeat(32), List.of(), null);
		JwtProperties jwt = new JwtProperties("jwt", Set.of("acme"), new Ceiling(null, null, null, false),
				"https://issuer.example", null, null, "agent-service", "tenant", "sub", "scope",
				EnumSet.of(SignatureAlgorithm.RS256), Duration.ofSeconds(30), Duration.ofHours(1),
				new KeyProperties(Duration.ofDays(1), Duration.ZERO, Duration.ofNanos(1), 1, Duration.ofDays(1), 1000));
		RemoteKeys none = new RemoteKeys(jwt.keys(), JWKSet::new);
		this.callers = new Callers(
				List.of(new ApiKeys(keys, Clock.systemUTC())::find,
						new Jwts(jwt, NimbusJwtDecoder.withJwkSource(none).build())::find),
				PepperedTags.of(keys.pepper()));
	}

	/** As the whole token. */
	public void token(String text) {
		authenticate(text, "ada");
	}

	/** As the claims of a JWT. */
	public void claims(String json) {
		authenticate(GOOD + "." + encoded(json) + ".AAAA", "ada");
	}

	/** As the header of a JWT. */
	public void header(String json) {
		authenticate(encoded(json) + "." + encoded("{}") + ".AAAA", "ada");
	}

	/** As the name of a user. */
	public void user(String text) {
		PrincipalName.isValid(text);
	}

	private void authenticate(String token, String user) {
		try {
			this.callers.authenticate(token, List.of(user));
		}
		catch (ProblemException _) {
			// To refuse it is an answer, too.
		}
	}

	private static String encoded(String text) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

}
