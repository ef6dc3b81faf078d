package dev.agentservice.budget.web;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp.Answer;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.RedisStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.budget.web.MoneyService.ADA;
import static dev.agentservice.budget.web.MoneyService.OPS;
import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class BudgetOutageHttpTests {

	private static final String RAISE = "{\"limit_usd\": 25, \"reason\": \"test\"}";

	private final RedisServer redis = RedisServer.start();

	private final MoneyService service = new MoneyService(this.redis);

	private final String path = "/ops/budgets/"
			+ URLEncoder.encode(this.service.tenant, StandardCharsets.UTF_8).replace("+", "%20") + "/ada";

	@AfterEach
	void close() {
		this.service.close();
		this.redis.close();
	}

	@Test
	void aChangeThatCannotBeAuditedIsNotMade() {
		LuaScript<Long> spoil = LuaScript.number("test-budget-set-clock");
		this.service.bean(RedisStore.class).run(spoil, List.of("as:audit:" + this.service.tenant), List.of(1));
		assertThat(this.service.put(OPS, this.path, RAISE).status()).isGreaterThanOrEqualTo(500);
		assertThat(this.service.get(OPS, this.path).json().path("limit_usd").decimalValue()).isEqualByComparingTo("5");
	}

	@Test
	void withoutRedisThereIsNoReportAndNoChange() {
		this.redis.close();
		for (Answer answer : List.of(this.service.get(ADA, "/users/me/usage"),
				this.service.get(OPS, "/ops/usage", "text/csv"), this.service.get(OPS, this.path),
				this.service.put(OPS, this.path, RAISE))) {
			assertThat(answer.status()).as(answer.text()).isEqualTo(503);
			assertThat(answer.member("code")).isEqualTo("budget_unavailable");
		}
	}

}
