package dev.agentservice.identity.token;

import java.io.IOException;
import java.io.InputStream;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import dev.agentservice.identity.JwtProperties;

import org.springframework.core.io.Resource;
import org.springframework.security.converter.RsaKeyConverters;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtAudienceValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.util.Assert;

/**
 * Builds the decoder that decides which JWTs are good.
 */
public final class JwtDecoders {

	private JwtDecoders() {
	}

	public static JwtDecoder of(JwtProperties properties) {
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(keys(properties))
			.jwsAlgorithms((accepted) -> accepted.addAll(properties.algorithms()))
			.jwtProcessorCustomizer((processor) -> processor
				.setJWTClaimsSetVerifier(new Lifetime(properties.maxLifetime(), properties.clockSkew())))
			.build();
		decoder.setJwtValidator(validator(properties));
		return decoder;
	}

	private static JWKSource<SecurityContext> keys(JwtProperties properties) {
		Resource publicKey = properties.publicKey();
		if (publicKey == null) {
			return new RemoteKeys(properties.keys(), new IssuerClient(properties.issuerUri(), properties.jwkSetUri()));
		}
		JWK key = new RSAKey.Builder(read(publicKey)).build();
		// Whatever key id a token names, this one key has to fit.
		return (selector, _) -> selector.getMatcher().getKeyTypes().contains(KeyType.RSA) ? List.of(key) : List.of();
	}

	private static RSAPublicKey read(Resource pem) {
		try (InputStream stream = pem.getInputStream()) {
			RSAPublicKey key = RsaKeyConverters.x509().convert(stream);
			Assert.notNull(key, "The key is empty");
			return key;
		}
		catch (IOException | IllegalArgumentException ex) {
			throw new IllegalStateException(
					"agent-service.identity.jwt.public-key is no readable RSA public key in PEM: " + pem, ex);
		}
	}

	private static OAuth2TokenValidator<Jwt> validator(JwtProperties properties) {
		List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>(
				List.of(timestamps(properties.clockSkew()), types(), new JwtAudienceValidator(properties.audience())));
		String issuer = properties.issuerUri();
		if (issuer != null) {
			validators.add(new JwtIssuerValidator(issuer));
		}
		return new DelegatingOAuth2TokenValidator<>(validators);
	}

	private static JwtTimestampValidator timestamps(Duration clockSkew) {
		JwtTimestampValidator timestamps = new JwtTimestampValidator(clockSkew);
		timestamps.setAllowEmptyExpiryClaim(false);
		return timestamps;
	}

	private static JwtTypeValidator types() {
		JwtTypeValidator types = new JwtTypeValidator("JWT", "at+jwt");
		types.setAllowEmpty(true);
		return types;
	}

}
