package dev.agentservice.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

import com.nimbusds.jose.JOSEException;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class JwtsTests {

	private final TokenIssuer issuer = new TokenIssuer();

	@AfterEach
	void stop() {
		this.issuer.stop();
	}

	@Test
	void keysAreFetchedOnceAndOnlyWhenNeeded() {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		assertThat(this.issuer.fetches()).isZero();
		for (int i = 0; i < 5; i++) {
			assertThat(jwts.find(this.issuer.token())).isPresent();
		}
		assertThat(this.issuer.fetches()).isEqualTo(1);
	}

	@Test
	void tokensWithInventedKeyIdsCannotMakeUsCallTheIssuerEachTime() {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		for (int i = 0; i < 20; i++) {
			try {
				assertThat(jwts.find(this.issuer.tokenNaming("invented-" + i))).isEmpty();
			}
			catch (ProblemException ex) {
				assertThat(ex.code()).isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE);
			}
		}
		assertThat(this.issuer.fetches()).isLessThanOrEqualTo(3);
		assertThat(jwts.find(this.issuer.token())).isPresent();
	}

	@Test
	void anIssuerThatIsDownIsNotTheCallersFault() {
		Jwts jwts = jwts(this.issuer.uri(), null, null);
		String token = this.issuer.token();
		this.issuer.stop();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> jwts.find(token)).satisfies((problem) -> {
			assertThat(problem.code()).isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE);
			assertThat(problem.retryAfter()).isNotNull();
		});
	}

	@Test
	void knownKeysOutliveAnIssuerThatGoesDown() {
		Jwts jwts = jwts(this.issuer.uri(), null, null);
		assertThat(jwts.find(this.issuer.token())).isPresent();
		this.issuer.stop();
		assertThat(jwts.find(this.issuer.token())).isPresent();
	}

	@Test
	void metadataOfAnotherIssuerIsNotTrusted() {
		Jwts jwts = jwts(this.issuer.uri() + "/", null, null);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> jwts.find(this.issuer.token()));
	}

	@Test
	void aPublicKeyInAFileNeedsNoNetwork(@TempDir Path directory) throws IOException, JOSEException {
		String pem = "-----BEGIN PUBLIC KEY-----\n"
				+ Base64.getMimeEncoder().encodeToString(this.issuer.key().toRSAPublicKey().getEncoded())
				+ "\n-----END PUBLIC KEY-----\n";
		Path file = Files.writeString(directory.resolve("key.pem"), pem, StandardCharsets.US_ASCII);
		Jwts jwts = jwts(null, null, new FileSystemResource(file));
		assertThat(jwts.find(this.issuer.token())).isPresent();
		assertThat(jwts.find(this.issuer.tokenOfUnknownKey())).isEmpty();
		assertThat(this.issuer.fetches()).isZero();
	}

	@Test
	void aFileWithoutAKeyStopsTheStart(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("key.pem"), "nonsense");
		assertThatIllegalStateException().isThrownBy(() -> jwts(null, null, new FileSystemResource(file)))
			.withMessageContaining("agent-service.identity.jwt.public-key");
	}

	private static Jwts jwts(@Nullable String issuerUri, @Nullable String jwkSetUri, @Nullable Resource publicKey) {
		JwtProperties properties = new JwtProperties("jwt", Set.of("acme"), Ceiling.UNSET, issuerUri, jwkSetUri,
				publicKey, "agent-service", "tenant", "sub", "scope", EnumSet.of(SignatureAlgorithm.RS256),
				Duration.ofSeconds(30));
		return new Jwts(properties, JwtDecoders.of(properties));
	}

}
