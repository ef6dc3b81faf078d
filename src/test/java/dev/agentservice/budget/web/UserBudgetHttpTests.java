package dev.agentservice.budget.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.budget.web.MoneyService.ADA;
import static dev.agentservice.budget.web.MoneyService.MODEL;
import static dev.agentservice.budget.web.MoneyService.OPS;
import static dev.agentservice.budget.web.MoneyService.OTHER_OPS;
import static org.assertj.core.api.Assertions.assertThat;

class UserBudgetHttpTests {

	@AutoClose
	private static MoneyService service;

	@BeforeAll
	static void start() {
		service = new MoneyService(RedisServer.shared());
	}

	@Test
	void anOperatorSeesAUsersBudgetOfToday() {
		service.spend("carl", "assistant", MODEL, 1_500);
		Answer answer = service.get(OPS, path("carl"));
		String day = answer.member("day");
		assertThat(answer.text()).isEqualTo("""
				{"user":"%s","day":"%s","limit_usd":5,"spent_usd":1.5,"reserved_usd":0,"left_usd":3.5}"""
			.formatted(service.tag("carl"), day));
		assertThat(service.get(OPS, path("nobody")).json().path("left_usd").decimalValue()).isEqualByComparingTo("5");
	}

	@Test
	void aRaisedLimitCountsAtOnceAndIsAudited() {
		service.spend("dora", "assistant", MODEL, 5_000);
		Answer raised = service.put(OPS, path("dora"), "{\"limit_usd\": 25.00, \"reason\": \"Ticket 4711\"}");
		assertThat(raised.status()).as(raised.text()).isEqualTo(200);
		assertThat(raised.json().path("left_usd").decimalValue()).isEqualByComparingTo("20");
		service.spend("dora", "assistant", MODEL, 4_000);
		assertThat(service.get(OPS, path("dora")).json().path("spent_usd").decimalValue()).isEqualByComparingTo("9");
		JsonNode entry = service.get(OPS, "/ops/audit?action=budget.override&limit=200")
			.json()
			.path("entries")
			.valueStream()
			.filter((audited) -> service.tag("dora").equals(audited.path("target").asString()))
			.findFirst()
			.orElseThrow();
		assertThat(entry.path("before").asString()).isEqualTo("{\"limit_usd\":5}");
		assertThat(entry.path("after").asString()).isEqualTo("{\"limit_usd\":25,\"reason\":\"Ticket 4711\"}");
		assertThat(entry.path("credential").asString()).isEqualTo(OPS);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "0.000000001", "4000000", "4e6", "0e-999999999", "1.50" })
	void aLimitMayBe(String limit) {
		Answer answer = service.put(OPS, path("emma"), "{\"limit_usd\": %s, \"reason\": \"test\"}".formatted(limit));
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.text()).doesNotContainPattern("_usd\":[0-9.]*[eE]");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "{}|limit_usd;reason", "{\"limit_usd\": -1, \"reason\": \" \"}|limit_usd;reason",
					"{\"limit_usd\": 4000000.01, \"reason\": 1}|limit_usd;reason",
					"{\"limit_usd\": \"5\", \"reason\": null}|limit_usd;reason",
					"{\"limit_usd\": null, \"reason\": \"r\"}|limit_usd",
					"{\"limit_usd\": 1e-10, \"reason\": \"r\"}|limit_usd",
					"{\"limit_usd\": 1, \"reason\": \"r\", \"x\": 1}|x",
					"{\"limit_usd\": 1e-999999999, \"reason\": \"r\"}|limit_usd" })
	void everyBadFieldIsNamed(String body, String fields) {
		Answer answer = service.put(OPS, path("fred"), body);
		assertThat(answer.status()).as(answer.text()).isEqualTo(400);
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly(fields.split(";"));
	}

	@Test
	void aReasonIsShort() {
		String body = "{\"limit_usd\": 1, \"reason\": \"%s\"}";
		assertThat(service.put(OPS, path("gwen"), body.formatted("😀".repeat(256))).status()).isEqualTo(200);
		Answer refused = service.put(OPS, path("gwen"), body.formatted("r".repeat(257)));
		assertThat(refused.status()).isEqualTo(400);
		assertThat(refused.json().path("errors").findValuesAsString("field")).containsExactly("reason");
	}

	@Test
	void whatIsRefusedIsNeitherDoneNorAudited() {
		service.put(OPS, path("hugo"), "{\"limit_usd\": 7}");
		service.put(ADA, path("hugo"), "{\"limit_usd\": 7, \"reason\": \"r\"}");
		service.put(OTHER_OPS, path("hugo"), "{\"limit_usd\": 7, \"reason\": \"r\"}");
		assertThat(service.get(OPS, path("hugo")).json().path("limit_usd").decimalValue()).isEqualByComparingTo("5");
		for (String operator : new String[] { OPS, OTHER_OPS }) {
			assertThat(service.get(operator, "/ops/audit?limit=200").text()).doesNotContain(service.tag("hugo"));
		}
	}

	@Test
	void anotherTenantIsNotFound() {
		Answer answer = service.get(OTHER_OPS, path("ada"));
		assertThat(answer.status()).isEqualTo(404);
		assertThat(answer.member("code")).isEqualTo("not_found");
		assertThat(service.put(OTHER_OPS, path("ada"), "{\"limit_usd\": 1, \"reason\": \"r\"}").status())
			.isEqualTo(404);
		assertThat(service.get(ADA, path("ada")).status()).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ü@example.org", "a+b c", "a:b|{c}", "😀", "%41" })
	void aUsersNameMayBeEncoded(String user) {
		if (!user.contains("%")) {
			Answer answer = service.get(OPS, path(user));
			assertThat(answer.member("user")).as(answer.text()).isEqualTo(service.tag(user));
		}
		else {
			assertThat(service.get(OPS, tenantPath() + "/" + user).member("user")).isEqualTo(service.tag("A"));
		}
	}

	@Test
	void namesThatNobodyHasAreRefused() {
		for (String user : new String[] { "", "%20", "u".repeat(257) }) {
			Answer answer = service.get(OPS, tenantPath() + "/" + user);
			assertThat(answer.status()).as(user).isEqualTo(400);
			assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly("user");
		}
		assertThat(service.get(OPS, "/ops/budgets/%20/" + "u".repeat(257))
			.json()
			.path("errors")
			.findValuesAsString("field")).containsExactly("tenant", "user");
		assertThat(service.put(OPS, tenantPath() + "/", "{\"limit_usd\": 1, \"reason\": \"r\"}").status())
			.isEqualTo(400);
	}

	private static String path(String user) {
		return tenantPath() + "/" + encoded(user);
	}

	private static String tenantPath() {
		return "/ops/budgets/" + encoded(service.tenant);
	}

	private static String encoded(String name) {
		return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
