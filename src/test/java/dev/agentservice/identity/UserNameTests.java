package dev.agentservice.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may be called what: one user has one name, whichever way it comes.
 */
@ActiveProfiles(WhoController.PROFILE)
@SpringBootTest(classes = IdentityTests.Edge.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.identity.jwt.audience=agent-service", "agent-service.identity.jwt.tenants=acme" })
class UserNameTests {

	private static final TokenIssuer issuer = IdentityTests.issuer;

	private final RawHttp http;

	private final UserTags tags;

	@Autowired
	UserNameTests(@LocalServerPort int port, UserTags tags) {
		this.http = new RawHttp(port);
		this.tags = tags;
	}

	@DynamicPropertySource
	static void configure(DynamicPropertyRegistry registry) {
		IdentityTests.configure(registry);
	}

	@ParameterizedTest
	@ValueSource(strings = { "bo\u200bb", "bob\u200d", "\ufeffbob", "b\u00adob", "bob\u2060", "bob\u034f", "bob\ufe0f",
			"bob\u3164", "bob\u2800", "bo\u00a0b", "bob\u2028", "bob\ue000", "bob\u0378", "\u202ebob" })
	void anInvisibleCharacterMakesNoNewUserAndIsNotTakenOut(String user) {
		assertRefused(get("/agents", "backend-key", user), "X-User-Id");
		assertRefused(get("/v1/acting?user=" + URLEncoder.encode(user, StandardCharsets.UTF_8), "backend-key"), "user");
		assertUnauthenticated(get("/agents", issuer.token((claims) -> claims.subject(user))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "zo\u00eb", "zoe\u0308", "  zo\u00eb ", "\tzoe\u0308", "\u00a0zo\u00eb\u3000" })
	void aUserHasOneNameHoweverItIsWrittenAndWhereverItComesFrom(String user) {
		assertThat(get("/agents", "backend-key", user).member("tag"))
			.isEqualTo(this.tags.of("acme", "zo\u00eb").value());
		assertThat(
				get("/v1/acting?user=" + URLEncoder.encode(user, StandardCharsets.UTF_8), "backend-key").member("user"))
			.isEqualTo("zo\u00eb");
		assertThat(get("/agents", issuer.token((claims) -> claims.subject(user))).member("user")).isEqualTo("zo\u00eb");
	}

	@Test
	void aUserNameHasAtMost512Bytes() {
		assertThat(get("/agents", "backend-key", "\u674e".repeat(170)).status()).isEqualTo(200);
		assertProblem(get("/agents", "backend-key", "\u674e".repeat(171)), 400, "invalid_request");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "a\u0001b", "a\u007fb", "\u00a0" })
	void anImpossibleUserNameIs400(String user) {
		assertProblem(get("/agents", "backend-key", user), 400, "invalid_request");
	}

	@Test
	void aUserNameHasAtMost256Characters() {
		assertThat(get("/agents", "backend-key", "ü".repeat(256)).status()).isEqualTo(200);
		assertProblem(get("/agents", "backend-key", "ü".repeat(257)), 400, "invalid_request");
	}

	@Test
	void aUserNameThatIsNotUtf8Is400() {
		Answer answer = getRaw("X-User-Id: \u00fc");
		assertProblem(answer, 400, "invalid_request");
	}

	private Answer get(String path, String key) {
		return this.http.request("GET", path, Map.of("Authorization", "Bearer " + key), new byte[0]);
	}

	private Answer get(String path, String key, String user) {
		return this.http.request("GET", path, Map.of("Authorization", "Bearer " + key, "X-User-Id", user), new byte[0]);
	}

	private Answer getRaw(String header) {
		return this.http.send("GET /agents HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer backend-key\r\n" + header
				+ "\r\nConnection: close\r\n\r\n");
	}

	private static void assertRefused(Answer answer, String field) {
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo(field);
		assertThat(answer.json().at("/errors/0/reason").asString()).contains("invisible");
	}

	private static void assertUnauthenticated(Answer answer) {
		assertProblem(answer, 401, "unauthenticated");
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
	}

	private static void assertProblem(Answer answer, int status, String code) {
		assertThat(answer.status()).as(answer.text()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.member("code")).isEqualTo(code);
	}

}
