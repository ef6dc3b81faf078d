package dev.agentservice.identity;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import dev.agentservice.support.json.HttpProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ActiveProfiles(WhoController.PROFILE)
@SpringBootTest(classes = IdentityTests.Edge.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.identity.jwt.audience=agent-service", "agent-service.identity.jwt.tenants=acme" })
class IdentityTests {

	static final TokenIssuer issuer = new TokenIssuer();

	private final RawHttp http;

	private final RawHttp management;

	private final UserTags tags;

	@Autowired
	IdentityTests(@LocalServerPort int port, @LocalManagementPort int managementPort, UserTags tags) {
		this.http = new RawHttp(port);
		this.management = new RawHttp(managementPort);
		this.tags = tags;
	}

	@DynamicPropertySource
	static void configure(DynamicPropertyRegistry registry) {
		registry.add("agent-service.identity.jwt.issuer-uri", issuer::uri);
		key(registry, 0, "alice", Map.of("user", "alice", "scopes", "agent"));
		key(registry, 1, "backend", Map.of("on-behalf", "true", "scopes", "agent,knowledge"));
		key(registry, 2, "operator", Map.of("user", "olga", "scopes", "ops"));
		key(registry, 3, "revoked", Map.of("user", "alice", "scopes", "agent", "enabled", "false"));
		key(registry, 4, "expired", Map.of("user", "alice", "scopes", "agent", "expires-at", "2020-01-01T00:00:00Z"));
		key(registry, 5, "fresh", Map.of("user", "alice", "scopes", "agent", "expires-at", "2999-01-01T00:00:00Z"));
	}

	private static void key(DynamicPropertyRegistry registry, int index, String name, Map<String, String> more) {
		Map<String, String> key = new HashMap<>(more);
		key.put("name", name);
		key.put("sha256", TestKey.sha256(name + "-key"));
		key.put("tenant", "acme");
		key.forEach((property, value) -> registry.add("agent-service.identity.api-keys[" + index + "]." + property,
				() -> value));
	}

	@Test
	void aKeySaysWhoCalls() {
		Answer answer = get("/agents", "alice-key");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.member("tenant")).isEqualTo("acme");
		assertThat(answer.member("user")).isEqualTo("alice");
		assertThat(answer.member("credential")).isEqualTo("alice");
		assertThat(answer.member("tag")).isEqualTo(this.tags.of("acme", "alice").value());
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown-key", "revoked-key", "expired-key", "ALICE-KEY", "alice-key2", "a.b.c", "..",
			"a b", "\"alice-key\"", "ä" })
	void aBadKeyIs401(String key) {
		assertUnauthenticated(get("/agents", key));
	}

	@Test
	void aKeyThatWillExpireIsGoodUntilThen() {
		assertThat(get("/agents", "fresh-key").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Basic YWxpY2U6YWxpY2Uta2V5", "Bearer", "Bearer ", "alice-key", "Token alice-key" })
	void anotherSchemeIs401(String authorization) {
		assertUnauthenticated(this.http.request("GET", "/agents", Map.of("Authorization", authorization), new byte[0]));
	}

	@Test
	void aKeyInTheQueryIsNoCredential() {
		assertUnauthenticated(
				this.http.request("GET", "/agents?access_token=alice-key", Map.of("X-None", ""), new byte[0]));
	}

	@ParameterizedTest
	@CsvSource({ "/agents, 200, 403", "/runs/1, 200, 403", "/sessions, 200, 403", "/v1/models, 200, 403",
			"/knowledge/handbook, 403, 403", "/ops, 403, 200", "/ops/flags, 403, 200", "/ops/platform/flags, 403, 403",
			"/users/me, 200, 200" })
	void aPathNeedsItsScope(String path, int alice, int operator) {
		assertThat(get(path, "alice-key").status()).isEqualTo(alice);
		Answer answer = get(path, "operator-key");
		assertThat(answer.status()).isEqualTo(operator);
		if (operator == 403) {
			assertProblem(answer, 403, "forbidden");
		}
	}

	@Test
	void aKeyThatActsOnBehalfNamesItsUser() {
		Answer answer = get("/knowledge/handbook", "backend-key", "bob:{x}");
		assertThat(answer.member("user")).isEqualTo("bob:{x}");
		assertThat(answer.member("tag")).isEqualTo(this.tags.of("acme", "bob:{x}").value());
	}

	@Test
	void aUserNameIsUtf8() {
		assertThat(get("/agents", "backend-key", "straße-ß-Ünal-李").member("user")).isEqualTo("straße-ß-Ünal-李");
	}

	@Test
	void aKeyThatActsOnBehalfWithoutAUserIs400() {
		Answer answer = get("/agents", "backend-key");
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.text()).contains("X-User-Id");
	}

	@Test
	void theBodyMayNameTheUserOfAKeyThatActsOnBehalf() {
		assertThat(get("/v1/acting?user=bob", "backend-key").member("user")).isEqualTo("bob");
		assertThat(get("/v1/acting", "backend-key", "bob").member("user")).isEqualTo("bob");
		assertThat(get("/v1/acting?user=bob", "backend-key", "bob").member("tag"))
			.isEqualTo(this.tags.of("acme", "bob").value());
	}

	@Test
	void theBodyMayRepeatWhomTheCredentialNames() {
		assertThat(get("/v1/acting", "alice-key").member("user")).isEqualTo("alice");
		assertThat(get("/v1/acting?user=alice", "alice-key").member("user")).isEqualTo("alice");
		assertThat(get("/v1/acting?user=carol", issuer.token()).member("user")).isEqualTo("carol");
	}

	@Test
	void theBodyMustNotNameAnotherUserThanTheCredential() {
		assertProblem(get("/v1/acting?user=bob", "alice-key"), 403, "forbidden");
		assertProblem(get("/v1/acting?user=", "alice-key"), 403, "forbidden");
		assertProblem(get("/v1/acting?user=bob", issuer.token()), 403, "forbidden");
	}

	@ParameterizedTest
	@CsvSource({ "/v1/acting, ''", "/v1/acting?user=, ''", "/v1/acting?user=a%0Ab, ''",
			"/v1/acting?user=bob, X-User-Id: eve" })
	void aUserWhomNobodyNamesOrTwoDoIs400(String path, String header) {
		Answer answer = this.http.send("GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer backend-key\r\n"
				+ (header.isEmpty() ? "" : header + "\r\n") + "Connection: close\r\n\r\n");
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("user");
	}

	@Test
	void aKeyThatActsOnBehalfWithoutAUserIsStillHeldToItsScopes() {
		assertProblem(get("/ops", "backend-key"), 403, "forbidden");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer alice-key", "Bearer backend-key", "Basic YWxpY2U6YWxpY2Uta2V5", "" })
	void twoCredentialsAre400(String other) {
		Answer answer = getRaw("X-User-Id: a\r\nAuthorization: " + other);
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.json().at("/errors/0/field").asString()).isEqualTo("Authorization");
	}

	@Test
	void twoUserHeadersAre400() {
		Answer answer = getRaw("X-User-Id: a\r\nX-User-Id: b");
		assertProblem(answer, 400, "invalid_request");
	}

	@Test
	void nobodyElseMayNameAUser() {
		assertProblem(get("/agents", "alice-key", "bob"), 403, "forbidden");
		assertProblem(get("/agents", "alice-key", "alice"), 403, "forbidden");
		assertProblem(get("/agents", issuer.token(), "bob"), 403, "forbidden");
	}

	@Test
	void aJwtSaysWhoCalls() {
		Answer answer = get("/agents", issuer.token());
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.member("tenant")).isEqualTo("acme");
		assertThat(answer.member("user")).isEqualTo("carol");
		assertThat(answer.member("credential")).isEqualTo("jwt");
		assertThat(answer.json().path("scopes").toString()).isEqualTo("[\"AGENT\"]");
	}

	@Test
	void scopesMayComeAsAList() {
		String token = issuer.token((claims) -> claims.claim("scope", List.of("ops", "email")));
		assertThat(get("/ops", token).status()).isEqualTo(200);
		assertProblem(get("/agents", token), 403, "forbidden");
	}

	@Test
	void noIssuerGivesAnybodyWhatConcernsAllTenants() {
		String token = issuer.token((claims) -> claims.claim("scope", List.of("ops", "platform")));
		assertThat(get("/ops", token).status()).isEqualTo(200);
		assertProblem(get("/ops/platform/flags", token), 403, "forbidden");
	}

	@Test
	void aJwtWithoutScopesMayDoNothing() {
		String token = issuer.token((claims) -> claims.claim("scope", null));
		assertProblem(get("/agents", token), 403, "forbidden");
		assertThat(get("/users/me", token).status()).isEqualTo(200);
	}

	@Test
	void aBadJwtIs401() {
		for (Map.Entry<String, String> token : issuer.badTokens().entrySet()) {
			Answer answer = get("/agents", token.getValue());
			assertThat(answer.status()).as(token.getKey()).isEqualTo(401);
			assertUnauthenticated(answer);
		}
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/actuator/health", "/actuator/health/liveness", "/actuator/info", "/actuator/prometheus" })
	void probesAndMetricsNeedNoCredentialOnTheManagementPort(String path) {
		Answer answer = this.management.request("GET", path, Map.of(), new byte[0]);
		assertThat(answer.status()).as(answer.text()).isIn(200, 503);
		assertProblem(get(path, "alice-key"), 404, "not_found");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/env", "/actuator/heapdump", "/actuator/beans",
			"/actuator/shutdown", "/actuator/loggers", "/agents", "/v3/nothing", "/" })
	void nothingElseIsServedOnTheManagementPort(String path) {
		assertThat(this.management.request("GET", path, Map.of(), new byte[0]).status()).isEqualTo(401);
		Map<String, String> key = Map.of("Authorization", "Bearer operator-key");
		assertThat(this.management.request("GET", path, key, new byte[0]).status()).isIn(403, 404);
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

	private static void assertUnauthenticated(Answer answer) {
		assertProblem(answer, 401, "unauthenticated");
		assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
	}

	private static void assertProblem(Answer answer, int status, String code) {
		assertThat(answer.status()).as(answer.text()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.member("code")).isEqualTo(code);
	}

	/** Not a component itself, so that nobody finds it by scanning. */
	@EnableAutoConfiguration
	@ComponentScan(basePackages = { "dev.agentservice.identity", "dev.agentservice.support.web" },
			excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX,
					pattern = "dev\\.agentservice\\.identity\\.personal\\..*"))
	@EnableConfigurationProperties({ IdentityProperties.class, HttpProperties.class })
	@Import(WhoController.class)
	static class Edge {

	}

}
