package dev.agentservice.audit.web;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.agentservice.audit.Audit;
import dev.agentservice.audit.AuditEntry;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.Scope;
import dev.agentservice.identity.TestKey;
import dev.agentservice.identity.UserTag;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = AuditHttpTests.Application.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "server.address=127.0.0.1", "management.server.address=127.0.0.1", "management.server.port=0",
				"management.endpoint.health.validate-group-membership=false",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.redis.command-timeout=20s", "agent-service.redis.connect-timeout=10s" })
class AuditHttpTests {

	private static final String ACME = "acme-" + UUID.randomUUID();

	private static final String GLOBEX = "globex-" + UUID.randomUUID();

	private final RawHttp http;

	private final Audit audit;

	AuditHttpTests(@LocalServerPort int port, @Autowired Audit audit) {
		this.http = new RawHttp(port);
		this.audit = audit;
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		RedisServer.shared().properties().forEach((name, value) -> registry.add(name, () -> value));
		TestKey.register(registry, new TestKey("acme-ops", ACME, "ops"), new TestKey("globex-ops", GLOBEX, "ops"),
				new TestKey("acme-agent", ACME, "agent"));
	}

	@Test
	void anOperatorReadsWhatTheOwnTenantChanged() {
		record(ACME, "budget.raise", "10.00", "25.00");
		record(GLOBEX, "flag.delete", "on", null);
		JsonNode entries = get("globex-ops", "").json().path("entries");
		assertThat(entries.size()).isEqualTo(1);
		JsonNode entry = entries.get(0);
		assertThat(entry.propertyNames()).containsExactlyInAnyOrder("id", "at", "credential", "user", "action",
				"target", "before", "release");
		assertThat(entry.path("action").asString()).isEqualTo("flag.delete");
		assertThat(entry.path("credential").asString()).isEqualTo("console");
		assertThat(entry.path("at").asString()).matches("20..-..-..T..:..:..(\\..*)?Z");
	}

	@Test
	void pagesAreFollowedByNext() {
		for (int i = 0; i < 5; i++) {
			record(ACME, "page.turn", null, String.valueOf(i));
		}
		JsonNode first = get("acme-ops", "?action=page.turn&limit=3").json();
		assertThat(first.path("entries").findValuesAsString("after")).containsExactly("4", "3", "2");
		JsonNode second = get("acme-ops", "?action=page.turn&limit=3&after=" + first.path("next").asString()).json();
		assertThat(second.path("entries").findValuesAsString("after")).containsExactly("1", "0");
		assertThat(second.has("next")).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "limit=0, limit", "limit=201, limit", "limit=x, limit", "after=1, after", "after=%2B, after",
			"after=1-1%20COUNT, after", "after=99999999999999999999-0, after", "action=Flag, action",
			"action=, action" })
	void whatCannotBeAskedIsNamed(String query, String field) {
		Answer answer = get("acme-ops", "?" + query);
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly(field);
	}

	@Test
	void whoIsNoOperatorIsRefused() {
		assertThat(get("acme-agent", "").status()).isEqualTo(403);
		assertThat(this.http.request("GET", "/ops/audit", Map.of(), new byte[0]).status()).isEqualTo(401);
	}

	@Test
	void nothingCanBeChangedOrDeleted() {
		for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
			Answer answer = this.http.request(method, "/ops/audit", Map.of("Authorization", "Bearer acme-ops"),
					new byte[0]);
			assertThat(answer.status()).as(method).isEqualTo(405);
		}
	}

	private Answer get(String key, String query) {
		return this.http.request("GET", "/ops/audit" + query, Map.of("Authorization", "Bearer " + key), new byte[0]);
	}

	private void record(String tenant, String action, @Nullable String before, @Nullable String after) {
		Caller caller = new Caller(tenant, "ops", new UserTag("ab12"), "console", Set.of(Scope.OPS));
		this.audit.record(AuditEntry.by(caller, action, "target", before, after));
	}

	/** Not a component itself, so that nobody finds it by scanning. */
	@EnableAutoConfiguration
	@ComponentScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.audit" })
	@ConfigurationPropertiesScan({ "dev.agentservice.identity", "dev.agentservice.support", "dev.agentservice.audit" })
	static class Application {

	}

}
