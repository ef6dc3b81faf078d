package dev.agentservice.budget.web;

import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.Grant;
import dev.agentservice.budget.SettledCalls;
import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.budget.web.MoneyService.ADA;
import static dev.agentservice.budget.web.MoneyService.CHEAP;
import static dev.agentservice.budget.web.MoneyService.MODEL;
import static dev.agentservice.budget.web.MoneyService.OPS;
import static dev.agentservice.budget.web.MoneyService.OTHER_OPS;
import static dev.agentservice.budget.web.MoneyService.PRIVACY;
import static org.assertj.core.api.Assertions.assertThat;

class UsageHttpTests {

	private static MoneyService service;

	private static Grant underWay;

	private static String today;

	@BeforeAll
	static void spendSomething() {
		service = new MoneyService(RedisServer.shared());
		service.spend("ada", "assistant", MODEL, 1_000);
		service.breakOff("ada", "assistant", MODEL, 250);
		service.spend("ada", "analyst", CHEAP, 20);
		service.spend("bob/ü", "assistant", MODEL, 3_000);
		underWay = service.reserve("ada", "assistant", MODEL, 500);
		today = service.get(ADA, "/users/me/usage").json().path("to").asString();
	}

	@AfterAll
	static void stop() {
		SettledCalls.unused(service.bean(Budgets.class), underWay);
		service.close();
	}

	@Test
	void aUserSeesWhereTheOwnMoneyWent() {
		Answer answer = service.get(ADA, "/users/me/usage");
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("application/json");
		assertThat(answer.text()).isEqualTo("""
				{"from":"%1$s","to":"%1$s","zone":"UTC","runs":4,"spent_usd":1.25000002,"unreported_usd":0.25,\
				"reserved_usd":0.5,\
				"models":[{"name":"test/cheap","spent_usd":0.00000002},{"name":"test/coin","spent_usd":1.25}],\
				"agents":[{"name":"analyst","spent_usd":0.00000002},{"name":"assistant","spent_usd":1.25}],\
				"days":[{"day":"%1$s","limit_usd":5,"spent_usd":1.25000002,"unreported_usd":0.25,\
				"reserved_usd":0.5,"runs":4,\
				"models":[{"name":"test/cheap","spent_usd":0.00000002},{"name":"test/coin","spent_usd":1.25}],\
				"agents":[{"name":"analyst","spent_usd":0.00000002},{"name":"assistant","spent_usd":1.25}]}]}"""
			.formatted(today));
	}

	@Test
	void whoHasSpentNothingSeesTheLimit() {
		JsonNode report = service.get(PRIVACY, "/users/me/usage").json();
		assertThat(report.at("/days/0/limit_usd").decimalValue()).isEqualByComparingTo("5");
		assertThat(report.at("/days/0/spent_usd").decimalValue()).isZero();
		assertThat(report.at("/spent_usd").decimalValue()).isZero();
	}

	@Test
	void onlyWhoMaySeesOtherUsers() {
		assertThat(service.get(ADA, "/users/ada/usage").status()).isEqualTo(200);
		Answer refused = service.get(ADA, "/users/bob/usage");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(refused.member("code")).isEqualTo("forbidden");
		assertThat(service.get(OPS, "/users/ada/usage").status()).isEqualTo(403);
		assertThat(service.get(PRIVACY, "/users/ada/usage").json().path("runs").asInt()).isEqualTo(4);
		assertThat(service.get(PRIVACY, "/users/%61da/usage").json().path("runs").asInt()).isEqualTo(4);
		assertThat(service.get(PRIVACY, "/users/nobody/usage").json().path("runs").asInt()).isZero();
	}

	@Test
	void aPeriodWithoutFromIsItsLastDay() {
		JsonNode report = service.get(ADA, "/users/me/usage?to=2020-02-29").json();
		assertThat(report.path("from").asString()).isEqualTo("2020-02-29");
		assertThat(report.path("days").isEmpty()).isTrue();
		assertThat(service.get(ADA, "/users/me/usage?from=" + today).json().path("to").asString()).isEqualTo(today);
	}

	@ParameterizedTest
	@CsvSource({ "from=x&to=2020-02-30, from;to", "from=, from", "to=+999999999-01-01, to",
			"from=2026-01-02&to=2026-01-01, from", "from=9999-12-31, from", "from=2020-01-01, from",
			"from=2024-01-01&to=2025-01-01, from", "from=2026-01-01&from=2026-01-02, from", "to=2026-1-1, to" })
	void everyBadParameterIsNamed(String query, String fields) {
		for (String path : new String[] { "/users/me/usage", "/ops/usage" }) {
			Answer answer = service.get(path.startsWith("/ops") ? OPS : ADA, path + "?" + query.replace("+", "%2B"));
			assertThat(answer.status()).as(answer.text()).isEqualTo(400);
			assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactly(fields.split(";"));
		}
	}

	@Test
	void aPeriodMayBeALeapYear() {
		assertThat(service.get(ADA, "/users/me/usage?from=2024-01-01&to=2024-12-31").status()).isEqualTo(200);
		assertThat(service.get(ADA, "/users/me/usage?from=9999-12-31&to=9999-12-31").status()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "101", "-1", "x", "", "1.5", "99999999999" })
	void theNumberOfTopSpendersHasBounds(String top) {
		Answer answer = service.get(OPS, "/ops/usage?from=y&top=" + top);
		assertThat(answer.json().path("errors").findValuesAsString("field")).containsExactlyInAnyOrder("from", "top");
	}

	@Test
	void anOperatorSeesTheTenantAndItsTopSpendersByTag() {
		Answer answer = service.get(OPS, "/ops/usage?top=1");
		JsonNode report = answer.json();
		assertThat(report.path("spent_usd").decimalValue()).isEqualByComparingTo("4.25000002");
		assertThat(report.path("reserved_usd").decimalValue()).isEqualByComparingTo("0.5");
		assertThat(report.path("unreported_usd").decimalValue()).isEqualByComparingTo("0.25");
		assertThat(report.path("runs").asInt()).isEqualTo(5);
		assertThat(report.at("/days/0").has("limit_usd")).isFalse();
		assertThat(report.path("top_spenders").findValuesAsString("user")).containsExactly(service.tag("bob/ü"));
		// As whole words: a tag is hexadecimal, and "ada" may be in the middle of one.
		assertThat(answer.text()).doesNotContainPattern("\\b(bob|ada)\\b").doesNotContain(service.tenant);
		assertThat(service.get(OPS, "/ops/usage").json().path("top_spenders").findValuesAsString("user"))
			.containsExactly(service.tag("bob/ü"), service.tag("ada"));
	}

	@Test
	void anotherTenantsMoneyIsNotShown() {
		JsonNode report = service.get(OTHER_OPS, "/ops/usage").json();
		assertThat(report.path("spent_usd").decimalValue()).isZero();
		assertThat(report.path("top_spenders").isEmpty()).isTrue();
		assertThat(service.get(ADA, "/ops/usage").status()).isEqualTo(403);
	}

	@Test
	void aReportIsATableForWhoAsksForOne() {
		Answer answer = service.get(OPS, "/ops/usage?top=1", "text/csv");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).isEqualTo("text/csv;charset=UTF-8");
		assertThat(answer.text()).isEqualTo("""
				day,kind,name,spent_usd,unreported_usd,reserved_usd,limit_usd,runs
				%1$s,total,,4.25000002,0.25,0.5,,5
				%1$s,model,test/cheap,0.00000002,,,,
				%1$s,model,test/coin,4.25,,,,
				%1$s,agent,analyst,0.00000002,,,,
				%1$s,agent,assistant,4.25,,,,
				,spender,%2$s,3,,,,
				""".formatted(today, service.tag("bob/ü")).replace("\n", "\r\n"));
		assertThat(service.get(ADA, "/users/me/usage", "text/csv").text())
			.contains(today + ",total,,1.25000002,0.25,0.5,5,4\r\n")
			.doesNotContain("spender");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "*/*|application/json", "text/*|text/csv;charset=UTF-8",
					"text/csv, application/json;q=0.5|text/csv;charset=UTF-8",
					"text/csv;q=0.5, application/json|application/json", "application/xml|application/problem+json" })
	void theAnswerIsInTheTypeThatWasAskedFor(String accept, String type) {
		for (String path : new String[] { "/users/me/usage", "/ops/usage" }) {
			Answer answer = service.get(path.startsWith("/ops") ? OPS : ADA, path, accept);
			assertThat(answer.header("Content-Type")).isEqualTo(type);
			assertThat(answer.status()).isEqualTo(type.contains("problem") ? 406 : 200);
		}
	}

	@Test
	void theAgeOfThePricesIsKnown() {
		JsonNode prices = service.manage("/actuator/info").json().path("prices");
		assertThat(prices.path("as_of").asString()).matches("20[0-9]{2}-[0-9]{2}-[0-9]{2}");
		assertThat(prices.path("models").asInt()).isGreaterThan(2);
	}

	@Test
	void theReportsAreDescribed() {
		JsonNode paths = service.get(ADA, "/v3/api-docs").json().path("paths");
		JsonNode content = paths.path("/ops/usage").at("/get/responses/200/content");
		assertThat(content.propertyNames()).containsExactlyInAnyOrder("application/json", "text/csv");
		assertThat(paths.propertyNames()).contains("/users/{id}/usage", "/ops/budgets/{tenant}/{user}")
			.doesNotContain("/ops/budgets/{tenant}/");
		JsonNode schemas = service.get(ADA, "/v3/api-docs").json().at("/components/schemas");
		for (String schema : new String[] { "UsageReport", "UsageDay" }) {
			assertThat(schemas.path(schema).at("/properties/unreported_usd/description").asString())
				.contains("no provider's report confirms");
		}
	}

}
