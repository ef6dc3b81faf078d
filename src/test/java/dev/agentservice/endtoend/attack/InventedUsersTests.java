package dev.agentservice.endtoend.attack;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.identity.TestKey;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A key that acts on behalf of users has leaked, and whoever has it invents users: each
 * has a budget and rate limits of its own, and all of them together what the key has.
 */
@BesideOthers
class InventedUsersTests {

	private static final BigDecimal CEILING = new BigDecimal("0.01");

	private static final String NEWCOMERS = "key-of-newcomers";

	private static final String BUSY = "key-of-busy";

	private static final String READING = "key-of-reading";

	@RegisterExtension
	static final ServiceUnderTest service = key(
			key(key(new ServiceUnderTest().with("agent-service.identity.api-keys[3].ceiling.daily-usd", CEILING), 4,
					NEWCOMERS)
				.with("agent-service.identity.api-keys[4].ceiling.new-users", 3), 5, BUSY)
				.with("agent-service.identity.api-keys[5].ceiling.requests", 4),
			6, READING)
		.with("agent-service.rate-limits.key-requests.period", "1d")
		.with("agent-service.rate-limits.key-reads.capacity", 5)
		.with("agent-service.rate-limits.key-reads.period", "1d");

	@BeforeEach
	void everyModelAnswers() {
		service.anthropic().always(answer("Yes."));
	}

	@Test
	void theySpendNoMoreThanTheKeysCeiling() {
		BigDecimal spent = BigDecimal.ZERO;
		Answer answer = ask(ReplicaSettings.BACKENDS_KEY, "invented-0");
		for (int i = 1; answer.status() == 200 && i < 500; i++) {
			spent = spent.add(answer.json().at("/usage/cost_usd").decimalValue());
			answer = ask(ReplicaSettings.BACKENDS_KEY, "invented-" + i);
		}
		assertThat(answer.status()).as(answer.text()).isEqualTo(429);
		assertThat(answer.member("code")).isEqualTo("budget_exceeded");
		assertThat(answer.member("scope")).isEqualTo("credential");
		assertThat(spent).isPositive().isLessThanOrEqualTo(CEILING);
		assertThat(service.ada().ask("Go.").status()).as("others of the tenant").isEqualTo(200);
		assertThat(service.metrics())
			.containsPattern("agent_credential_ceiling_usd\\{[^}]*credential=\"key-3\"[^}]*\\} 0\\.01")
			.containsPattern("agent_credential_cost_usd_total\\{[^}]*credential=\"key-3\"[^}]*\\} 0\\.0")
			.containsPattern("agent_budget_rejections_total\\{[^}]*scope=\"credential\"[^}]*\\} [1-9]");
	}

	@Test
	void theKeyMayNameSoManyNewOnesAndTheKnownOnesGoOn() {
		for (String user : new String[] { "one", "two", "three" }) {
			assertThat(ask(NEWCOMERS, user).status()).isEqualTo(200);
		}
		for (int i = 0; i < 3; i++) {
			Answer refusal = ask(NEWCOMERS, "four");
			assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
			assertThat(refusal.member("limit")).isEqualTo("new-users");
		}
		assertThat(ask(NEWCOMERS, "two").status()).isEqualTo(200);
		assertThat(service.metrics())
			.containsPattern("agent_users_new_total\\{[^}]*credential=\"key-4\"[^}]*\\} 3\\.0");
	}

	@Test
	void theirRunsAreTheKeysRuns() {
		for (int i = 0; i < 4; i++) {
			assertThat(ask(BUSY, "busy-" + i).status()).isEqualTo(200);
		}
		assertThat(ask(BUSY, "busy-5").member("limit")).isEqualTo("key-requests");
	}

	@Test
	void whatTheyReadIsLimitedToo() {
		String[] paths = { "/runs", "/sessions", "/users/me/usage", "/runs/run_01M838DWTC55J56BHF7KJFK35W",
				"/v1/models" };
		for (int i = 0; i < 5; i++) {
			assertThat(request("GET", paths[i], READING, "reader-" + i, "").status()).as(paths[i]).isIn(200, 404);
		}
		Answer refusal = request("GET", "/runs", READING, "reader-6", "");
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.member("limit")).isEqualTo("key-reads");
		assertThat(refusal.header("Retry-After")).isNotEmpty();
	}

	@Test
	void anInvisibleCharacterMakesNoUser() {
		Answer refusal = ask(ReplicaSettings.BACKENDS_KEY, "alice\u200b");
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(400);
		assertThat(refusal.json().at("/errors/0/field").asString()).isEqualTo("X-User-Id");
		assertThat(refusal.json().at("/errors/0/reason").asString()).contains("invisible");
		Answer chat = request("POST", "/v1/chat/completions", ReplicaSettings.BACKENDS_KEY, null, """
				{"model": "assistant", "user": "al\\u00adice", "messages": [{"role": "user", "content": "Hi"}]}""");
		assertThat(chat.status()).as(chat.text()).isEqualTo(400);
		assertThat(chat.text()).contains("invisible");
	}

	private static ServiceUnderTest key(ServiceUnderTest service, int index, String key) {
		String prefix = "agent-service.identity.api-keys[" + index + "].";
		return service.with(prefix + "name", "key-" + index)
			.with(prefix + "sha256", TestKey.sha256(key))
			.with(prefix + "tenant", "globex")
			.with(prefix + "on-behalf", true)
			.with(prefix + "scopes", "agent")
			.with(prefix + "ceiling.daily-usd", 10);
	}

	private static Answer ask(String key, String user) {
		return request("POST", "/agent", key, user, "{\"task\": \"Go.\"}");
	}

	private static Answer request(String method, String path, String key, @Nullable String user, String body) {
		Map<String, String> headers = new HashMap<>(
				Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json"));
		if (user != null) {
			headers.put("X-User-Id", user);
		}
		return service.http().request(method, path, headers, body.getBytes(StandardCharsets.UTF_8));
	}

}
