package dev.agentservice.flag.web;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.identity.TestKey;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
@SpringBootTest(classes = FlagApplication.class, webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
		properties = { "management.endpoint.health.validate-group-membership=false", "server.address=127.0.0.1",
				"management.server.address=127.0.0.1", "management.server.port=0",
				"agent-service.identity.pepper=only-for-tests-only-for-tests-only",
				"agent-service.redis.command-timeout=1s", "agent-service.redis.connect-timeout=1s" })
class FlagHttpTests {

	@AutoClose
	private static final RedisServer REDIS = RedisServer.start();

	private static final String ACME = "acme-" + UUID.randomUUID();

	private static final String TAG = "3f0c9a52d1b84e7796ad02c15be4f038";

	private static final String MODEL = "/ops/flags/simple-model";

	private static final String ENABLED = "/ops/flags/agent-enabled";

	private static final String FOR_ALL = "/ops/platform/flags/agent-enabled";

	private final RawHttp http;

	FlagHttpTests(@LocalServerPort int port) {
		this.http = new RawHttp(port);
	}

	@DynamicPropertySource
	static void properties(DynamicPropertyRegistry registry) {
		REDIS.properties().forEach((name, value) -> registry.add(name, () -> value));
		TestKey.register(registry, new TestKey("acme-ops", ACME, "ops"), new TestKey("globex-ops", "globex", "ops"),
				new TestKey("acme-agent", ACME, "agent,knowledge,privacy"),
				new TestKey("platform-ops", "platform", "platform"));
	}

	@AfterEach
	void reset() {
		REDIS.thaw();
		await().until(() -> delete(MODEL).status() == 204 && delete(ENABLED).status() == 204
				&& request("DELETE", "platform-ops", FOR_ALL, "").status() == 204);
	}

	@Test
	void allFlagsAreListedAsTheConfigurationSays() {
		JsonNode list = get("acme-ops", "/ops/flags").json();
		assertThat(list.path("stale").asBoolean()).isFalse();
		assertThat(list.path("flags").findValuesAsString("name")).containsExactly("agent-enabled", "complex-model",
				"knowledge", "parallel-tool-execution", "simple-model");
		assertThat(list.path("flags").get(0).path("default").isBoolean()).isTrue();
		assertThat(list.path("flags").get(0).has("variants")).isFalse();
		assertThat(list.path("flags").get(4).path("variants").toString()).isEqualTo("{\"agent-file\":\"\"}");
	}

	@Test
	void anOverrideIsShownAsItWasSentAndEndsWithItsRemoval() {
		Answer put = put("acme-ops", MODEL,
				"""
						{"variants": {"turbo": "openai/gpt-4-turbo"}, "default": "agent-file", "reason": "Ticket 4711", "rules": [
						 {"tenants": ["%s"], "users": ["%s"], "agents": ["assistant"], "percentage": 12.50, "variant": "turbo"},
						 {"percentage": 100, "variant": "agent-file"}]}"""
					.formatted(ACME, TAG));
		assertThat(put.status()).as(put.text()).isEqualTo(200);
		JsonNode flag = put.json();
		assertThat(flag.path("overridden").asBoolean()).isTrue();
		assertThat(flag.path("variants").toString())
			.isEqualTo("{\"agent-file\":\"\",\"turbo\":\"openai/gpt-4-turbo\"}");
		assertThat(flag.path("rules").toString())
			.isEqualTo("[{\"tenants\":[\"%s\"],\"users\":[\"%s\"],\"agents\":[\"assistant\"],".formatted(ACME, TAG)
					+ "\"percentage\":12.5,\"variant\":\"turbo\"},{\"percentage\":100,\"variant\":\"agent-file\"}]");
		assertThat(get("acme-ops", MODEL).json()).isEqualTo(flag);
		assertThat(delete(MODEL).status()).isEqualTo(204);
		assertThat(get("acme-ops", MODEL).json().path("overridden").asBoolean()).isFalse();
	}

	@Test
	void aBooleanFlagIsSwitchedWithTrueAndFalse() {
		Answer put = put("acme-ops", ENABLED, """
				{"default": true, "rules": [{"agents": ["assistant"], "variant": false}]}""");
		assertThat(put.status()).as(put.text()).isEqualTo(200);
		assertThat(put.json().path("default").toString()).isEqualTo("true");
		assertThat(put.json().path("rules").toString())
			.isEqualTo("[{\"agents\":[\"assistant\"],\"percentage\":100,\"variant\":false}]");
	}

	@Test
	void everyChangeIsInTheAuditLogOfWhoMadeIt() {
		put("acme-ops", ENABLED, "{\"default\": false, \"rules\": [], \"reason\": \"Ticket 4711\"}");
		put("acme-ops", ENABLED, "{\"default\": true}");
		delete(ENABLED);
		JsonNode entries = get("acme-ops", "/ops/audit?limit=3").json().path("entries");
		assertThat(entries.findValuesAsString("action")).containsExactly("flag.reset", "flag.override",
				"flag.override");
		assertThat(entries.findValuesAsString("target")).containsOnly("agent-enabled");
		assertThat(entries.get(2).has("before")).isFalse();
		assertThat(entries.get(2).path("after").asString()).isEqualTo("""
				{"variants":{"false":"false","true":"true"},"default":"false","rules":[],"reason":"Ticket 4711"}""");
		assertThat(entries.get(1).path("before").asString()).contains("\"default\":\"false\"");
		assertThat(entries.get(0).path("before").asString()).contains("\"default\":\"true\"");
		assertThat(entries.get(0).has("after")).isFalse();
		assertThat(get("globex-ops", "/ops/audit?limit=200").text()).doesNotContain("Ticket 4711");
	}

	@Test
	void aTenantsChangeIsSeenAndAuditedByThatTenantAlone() {
		put("globex-ops", ENABLED, "{\"default\": false, \"rules\": [], \"reason\": \"theirs\"}");
		assertThat(get("acme-ops", ENABLED).json().path("default").asBoolean()).isTrue();
		assertThat(get("acme-ops", "/ops/audit?limit=200").text()).doesNotContain("theirs");
		assertThat(get("globex-ops", ENABLED).json().at("/platform/default").asBoolean()).isTrue();
		assertThat(get("globex-ops", "/ops/audit?limit=1").text()).contains("theirs");
		assertThat(request("DELETE", "globex-ops", ENABLED, "").status()).isEqualTo(204);
	}

	@Test
	void whatIsDoneForAllIsInTheLogOfEachTenantThatItTouchesAndNamesNoOther() {
		put("platform-ops", FOR_ALL, """
				{"default": true, "reason": "for-one", "rules": [{"tenants": ["%s", "elsewhere"], "variant": false}]}"""
			.formatted(ACME));
		assertThat(get("acme-ops", "/ops/audit?limit=1").text()).contains("for-one", "platform-ops")
			.doesNotContain("elsewhere");
		assertThat(get("globex-ops", "/ops/audit?limit=200").text()).doesNotContain("for-one");
		assertThat(get("platform-ops", "/ops/platform/audit?limit=1").text()).contains("for-one", ACME, "elsewhere");
		assertThat(get("acme-ops", ENABLED).text()).contains(ACME).doesNotContain("elsewhere");
		assertThat(get("globex-ops", ENABLED).text()).doesNotContain(ACME, "elsewhere");
		put("platform-ops", FOR_ALL, "{\"default\": false, \"reason\": \"for-all\"}");
		for (String operator : List.of("acme-ops", "globex-ops")) {
			assertThat(get(operator, "/ops/audit?limit=1").text()).contains("for-all");
		}
	}

	@Test
	void whatIsRefusedIsNeitherDoneNorAudited() {
		String before = get("acme-ops", "/ops/audit?limit=200").text();
		put("acme-agent", ENABLED, "{\"default\": false}");
		put("acme-ops", ENABLED, "{\"default\": \"maybe\"}");
		put("acme-ops", "/ops/flags/nothing", "{\"default\": false}");
		delete(ENABLED);
		assertThat(get("acme-ops", "/ops/audit?limit=200").text()).isEqualTo(before);
		assertThat(get("acme-ops", ENABLED).json().path("overridden").asBoolean()).isFalse();
	}

	@Test
	void onlyTheScopeOpsMayLookOrSwitch() {
		for (String path : List.of("/ops/flags", ENABLED)) {
			assertThat(get("acme-agent", path).status()).isEqualTo(403);
			assertThat(get("nobody", path).status()).isEqualTo(401);
		}
		assertThat(put("acme-agent", ENABLED, "{\"default\": false}").status()).isEqualTo(403);
		assertThat(request("DELETE", "acme-agent", ENABLED, "").status()).isEqualTo(403);
	}

	@Test
	void whatNobodyDefinedIsNotFound() {
		for (String name : List.of("nothing", "%23version", "..%2e", "Agent-Enabled")) {
			String path = "/ops/flags/" + name;
			assertThat(get("acme-ops", path).status()).as(name).isIn(404, 400);
			assertThat(put("acme-ops", path, "{\"default\": true}").status()).as(name).isIn(404, 400);
		}
		assertThat(get("acme-ops", "/ops/flags/nothing").member("code")).isEqualTo("not_found");
		assertThat(delete("/ops/flags/nothing").status()).isEqualTo(404);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "{}|default", "{\"default\": 1}|default", "{\"default\": null}|default",
			"{\"default\": \"\"}|default", "{\"default\": \"turbo\"}|default", "{\"default\": true}|default",
			"{\"default\": \"agent-file\", \"x\": 1, \"y\": 2}|x;y",
			"{\"default\": \"agent-file\", \"rules\": {}}|rules",
			"{\"default\": \"agent-file\", \"rules\": [1]}|rules[0]",
			"{\"default\": \"agent-file\", \"rules\": [{}]}|rules[0].variant",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"tenant\": \"acme\"}]}|rules[0].tenant",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"turbo\"}]}|rules[0].variant",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"percentage\": 100.01}]}|rules[0].percentage",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"percentage\": -1}]}|rules[0].percentage",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"percentage\": 0.001}]}|rules[0].percentage",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"percentage\": 1e-999999999}]}|rules[0].percentage",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"users\": [\"ada\"]}]}|rules[0].users[0]",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"agents\": \"assistant\"}]}|rules[0].agents",
			"{\"default\": \"agent-file\", \"rules\": [{\"variant\": \"agent-file\", \"tenants\": [\"a\", \" \", 1]}]}|rules[0].tenants[1];rules[0].tenants[2]",
			"{\"default\": \"agent-file\", \"variants\": {\"a\": 1}}|variants.a",
			"{\"default\": \"agent-file\", \"variants\": {\"a\": \"unusable\"}}|variants.a",
			"{\"default\": \"agent-file\", \"reason\": 1}|reason" })
	void everyBadFieldIsNamed(String body, String fields) {
		Answer answer = put("acme-ops", MODEL, body);
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.member("code")).isEqualTo("invalid_request");
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly(fields.split(";"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "{\"default\": true", "{\"default\": true, \"default\": false}" })
	void aBodyThatIsNoSuchJsonIsRefused(String body) {
		assertThat(put("acme-ops", ENABLED, body).status()).isEqualTo(400);
	}

	@Test
	void aBooleanFlagHasNoOtherVariants() {
		Answer answer = put("acme-ops", ENABLED, "{\"default\": true, \"variants\": {\"maybe\": \"1\"}}");
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly("variants");
	}

	@Test
	void anOverrideThatFitsNoAuditLogIsRefused() {
		String tenants = "\"%s\"".formatted("t".repeat(250));
		String rule = "{\"tenants\": [%s], \"variant\": false}".formatted(tenants);
		String rules = String.join(",", Collections.nCopies(50, rule));
		assertThat(put("platform-ops", FOR_ALL, "{\"default\": true, \"rules\": [%s]}".formatted(rules)).status())
			.isEqualTo(200);
		String many = IntStream.range(0, 5)
			.mapToObj((i) -> "\"" + i + "t".repeat(250) + "\"")
			.collect(Collectors.joining(","));
		Answer answer = put("platform-ops", FOR_ALL,
				"{\"default\": true, \"rules\": [%s]}".formatted(rules.replace(tenants, many)));
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly("rules");
	}

	@Test
	void whileRedisIsAwayFlagsCanBeReadButNotChanged() {
		put("acme-ops", ENABLED, "{\"default\": false}");
		REDIS.freeze();
		Answer refused = put("acme-ops", ENABLED, "{\"default\": true}");
		assertThat(refused.status()).as(refused.text()).isEqualTo(503);
		assertThat(delete(ENABLED).status()).isEqualTo(503);
		await().until(() -> get("acme-ops", "/ops/flags").json().path("stale").asBoolean());
		assertThat(get("acme-ops", ENABLED).json().path("default").asBoolean()).isFalse();
		REDIS.thaw();
		await().until(() -> !get("acme-ops", "/ops/flags").json().path("stale").asBoolean());
		assertThat(get("acme-ops", ENABLED).json().path("default").asBoolean()).isFalse();
	}

	@Test
	void theDescriptionSaysWhatAFlagIs() {
		JsonNode schemas = get("acme-ops", "/v3/api-docs").json().at("/components/schemas");
		assertThat(schemas.at("/FlagRequest/properties").propertyNames()).containsExactlyInAnyOrder("default",
				"variants", "rules", "reason");
		assertThat(schemas.at("/FlagRequest/required").toString()).isEqualTo("[\"default\"]");
		assertThat(schemas.at("/Flag/properties").propertyNames()).containsExactlyInAnyOrder("name", "description",
				"type", "variants", "default", "rules", "overridden", "platform");
	}

	private Answer get(String key, String path) {
		return request("GET", key, path, "");
	}

	private Answer put(String key, String path, String body) {
		return request("PUT", key, path, body);
	}

	private Answer delete(String path) {
		return request("DELETE", "acme-ops", path, "");
	}

	private Answer request(String method, String key, String path, String body) {
		return this.http.request(method, path,
				Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json"),
				body.getBytes(StandardCharsets.UTF_8));
	}

}
