package dev.agentservice.identity.token;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import com.nimbusds.jose.JOSEException;
import dev.agentservice.identity.Ceiling;
import dev.agentservice.identity.Credential;
import dev.agentservice.identity.JwtProperties;
import dev.agentservice.identity.KeyProperties;
import dev.agentservice.identity.TokenIssuer;
import dev.agentservice.identity.refusal.AuthFailure;
import dev.agentservice.identity.refusal.RefusedTokenException;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

@BesideOthers
class JwtsTests {

	private static final KeyProperties SETTINGS = new KeyProperties(Duration.ofSeconds(2), Duration.ofHours(1),
			Duration.ofMillis(500), 200, Duration.ofSeconds(1), 1000);

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
			assertThat(find(jwts, this.issuer.token())).isPresent();
		}
		assertThat(this.issuer.fetches()).isEqualTo(1);
	}

	@Test
	void tokensWithInventedKeyIdsCannotMakeUsCallTheIssuerEachTime() throws Exception {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		List<Future<Boolean>> found = new ArrayList<>();
		Instant begun = Instant.now();
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 20; i++) {
				String token = this.issuer.tokenNaming("invented-" + i);
				found.add(callers.submit(() -> find(jwts, token).isPresent()));
			}
		}
		for (Future<Boolean> each : found) {
			assertThat(each.get()).isFalse();
		}
		// One, and one for each pause between two that has passed meanwhile.
		long pauses = Duration.between(begun, Instant.now()).dividedBy(SETTINGS.refreshInterval());
		assertThat((long) this.issuer.fetches()).isLessThanOrEqualTo(2 + pauses);
		assertThat(find(jwts, this.issuer.token())).isPresent();
	}

	@Test
	void anInventedKeyIdIsAskedForOnce() {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		String invented = this.issuer.tokenNaming("invented");
		assertThat(find(jwts, invented)).isEmpty();
		int fetches = this.issuer.fetches();
		for (int i = 0; i < 20; i++) {
			assertThat(find(jwts, invented)).isEmpty();
		}
		assertThat(this.issuer.fetches()).isEqualTo(fetches);
	}

	@Test
	void aKeyIdThatIsNoneIsNeverAskedFor() {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		assertThat(find(jwts, this.issuer.token())).isPresent();
		assertThat(find(jwts, this.issuer.tokenNaming("long".repeat(200)))).isEmpty();
		assertThat(this.issuer.fetches()).isEqualTo(1);
	}

	@Test
	void whileSomebodySendsInventedKeyIdsTheTokensOfANewKeyAreGoodAtOnce() throws Exception {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		assertThat(find(jwts, this.issuer.token())).isPresent();
		AtomicBoolean over = new AtomicBoolean();
		List<Future<?>> attacks = new ArrayList<>();
		try (ExecutorService attackers = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 4; i++) {
				String name = "invented-" + i + "-";
				attacks.add(attackers.submit(() -> {
					for (int round = 0; !over.get(); round++) {
						find(jwts, this.issuer.tokenNaming(name + round));
					}
				}));
			}
			try {
				this.issuer.rotate();
				for (int i = 0; i < 5; i++) {
					assertThat(find(jwts, this.issuer.token())).isPresent();
				}
			}
			finally {
				over.set(true);
			}
		}
		for (Future<?> attack : attacks) {
			attack.get();
		}
	}

	@Test
	void aKeyThatIsPublishedLaterIsFoundOnceItsIdIsForgotten() {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		assertThat(find(jwts, this.issuer.token())).isPresent();
		String early = this.issuer.announce();
		assertThat(find(jwts, early)).isEmpty();
		this.issuer.rotate();
		await().until(() -> find(jwts, early).isPresent());
	}

	@Test
	void aWithdrawnKeyIsRefusedOnceTheKeysAreTooOld() {
		Jwts jwts = jwts(null, this.issuer.uri() + "/keys", null);
		String old = this.issuer.token();
		assertThat(find(jwts, old)).isPresent();
		this.issuer.rotate();
		await().until(() -> find(jwts, old).isEmpty());
	}

	@Test
	void moreTokensThanMayWaitForTheIssuerAreToldToComeBack() throws Exception {
		KeyProperties one = new KeyProperties(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(1), 1,
				Duration.ofSeconds(30), 1000);
		Jwts jwts = jwts(this.issuer.uri(), null, null, one);
		assertThat(find(jwts, this.issuer.token())).isPresent();
		List<Future<Boolean>> found = new ArrayList<>();
		try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
			for (int i = 0; i < 10; i++) {
				String token = this.issuer.tokenNaming("invented-" + i);
				found.add(callers.submit(() -> find(jwts, token).isPresent()));
			}
		}
		assertThat(found).anySatisfy((each) -> assertThatExceptionOfType(ExecutionException.class).isThrownBy(each::get)
			.withCauseInstanceOf(ProblemException.class));
	}

	@Test
	void aTokenThatLivesTooLongIsRefused() {
		Jwts jwts = jwts(this.issuer.uri(), null, null);
		Instant now = Instant.now();
		assertThat(find(jwts, lasting(now, now.plus(Duration.ofHours(1))))).isPresent();
		assertThat(find(jwts, lasting(now, now.plus(Duration.ofHours(1)).plusSeconds(2)))).isEmpty();
		assertThat(find(jwts, lasting(now.plus(Duration.ofDays(3)), now.plus(Duration.ofDays(3)).plusSeconds(60))))
			.isEmpty();
		assertThat(find(jwts, this.issuer.token((claims) -> claims.issueTime(null)))).isEmpty();
		assertThat(find(jwts, this.issuer.token((claims) -> claims.expirationTime(null)))).isEmpty();
	}

	private String lasting(Instant from, Instant to) {
		return this.issuer.token((claims) -> claims.issueTime(Date.from(from)).expirationTime(Date.from(to)));
	}

	@Test
	void keysAreNotFetchedFromWhereARedirectLeads() {
		Jwts jwts = jwts(null, this.issuer.redirect("/keys"), null);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> jwts.find(this.issuer.token()))
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.IDENTITY_UNAVAILABLE));
		assertThat(this.issuer.fetches()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://issuer.example", "http://10.0.0.1:8080", "http://127.0.0.1.example", "ftp://x",
			"file:/etc/keys", "issuer.example", "http://[2001:db8::1]" })
	void anIssuerWhoseKeysAnybodyOnTheWayCouldChangeStopsTheStart(String uri) {
		assertThatIllegalArgumentException().isThrownBy(() -> jwts(uri, null, null))
			.withMessageContaining("agent-service.identity.jwt.issuer-uri must begin with https://");
		assertThatIllegalArgumentException().isThrownBy(() -> jwts(null, uri, null))
			.withMessageContaining("agent-service.identity.jwt.jwk-set-uri must begin with https://");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://issuer.example", "http://localhost:9000", "http://127.0.0.1", "http://[::1]:80" })
	void anIssuerBehindTlsOrOnThisMachineIsFine(String uri) {
		assertThat(jwts(uri, null, null)).isNotNull();
	}

	@Test
	void keysThatTheIssuerSaysAreElsewhereNeedTlsToo() {
		this.issuer.publishKeysAt("http://keys.example/keys");
		Jwts jwts = jwts(this.issuer.uri(), null, null);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(() -> jwts.find(this.issuer.token()));
		assertThat(this.issuer.fetches()).isEqualTo(1);
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
		assertThat(find(jwts, this.issuer.token())).isPresent();
		this.issuer.stop();
		assertThat(find(jwts, this.issuer.token())).isPresent();
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
		assertThat(find(jwts, this.issuer.token())).isPresent();
		assertThat(find(jwts, this.issuer.tokenOfUnknownKey())).isEmpty();
		assertThat(this.issuer.fetches()).isZero();
	}

	@Test
	void aFileWithoutAKeyStopsTheStart(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.resolve("key.pem"), "nonsense");
		assertThatIllegalStateException().isThrownBy(() -> jwts(null, null, new FileSystemResource(file)))
			.withMessageContaining("agent-service.identity.jwt.public-key");
	}

	/** A token that names an unknown key is refused like any other, with a reason. */
	private static Optional<Credential> find(Jwts jwts, String token) {
		try {
			return jwts.find(token);
		}
		catch (RefusedTokenException ex) {
			assertThat(ex.reason()).isEqualTo(AuthFailure.UNKNOWN_KID);
			return Optional.empty();
		}
	}

	private static Jwts jwts(@Nullable String issuerUri, @Nullable String jwkSetUri, @Nullable Resource publicKey) {
		return jwts(issuerUri, jwkSetUri, publicKey, SETTINGS);
	}

	private static Jwts jwts(@Nullable String issuerUri, @Nullable String jwkSetUri, @Nullable Resource publicKey,
			KeyProperties keys) {
		JwtProperties properties = new JwtProperties("jwt", Set.of("acme"), new Ceiling(null, null, null, false),
				issuerUri, jwkSetUri, publicKey, "agent-service", "tenant", "sub", "scope",
				EnumSet.of(SignatureAlgorithm.RS256), Duration.ofSeconds(30), Duration.ofHours(1), keys);
		return new Jwts(properties, JwtDecoders.of(properties));
	}

}
