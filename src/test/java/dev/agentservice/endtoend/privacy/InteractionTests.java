package dev.agentservice.endtoend.privacy;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.guard.TextRedaction;
import dev.agentservice.identity.TestKey;
import dev.agentservice.support.RawHttp.Answer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.config.BeanPostProcessor;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The log of what users asked: readable as long as it may be read, and by nobody else.
 */
@Isolated("it reads the log")
class InteractionTests {

	private static final String OFFICERS_KEY = "key-of-officer";

	private static final String TASK = "My address is jane.roe@shop.example, where is my lighthouse?";

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with(Detector.class)
		.with("agent-service.interactions.sink", "sealed-log")
		.with("agent-service.identity.api-keys[4].name", "officer")
		.with("agent-service.identity.api-keys[4].sha256", TestKey.sha256(OFFICERS_KEY))
		.with("agent-service.identity.api-keys[4].tenant", "acme")
		.with("agent-service.identity.api-keys[4].user", "olaf")
		.with("agent-service.identity.api-keys[4].scopes", "privacy,ops");

	private final Logger log = (Logger) LoggerFactory.getLogger("interactions");

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		service.redis().flush();
		this.lines.start();
		this.log.addAppender(this.lines);
		service.anthropic().always(answer("The lighthouse is in Kiel."));
	}

	@AfterEach
	void leave() {
		this.log.detachAppender(this.lines);
		Detector.broken = false;
	}

	@Test
	void aLineHoldsNoTextInTheClearAndOpensToARedactedOne() {
		Map<String, String> line = ask(TASK);
		assertThat(line.toString()).doesNotContain("lighthouse", "jane.roe");
		assertThat(line).containsEntry("agent", "assistant")
			.containsEntry("outcome", "succeeded")
			.containsKeys("at", "revision", "cost_usd");
		assertThat(of(line, "redactions")).isEqualTo("{\"email\":1}");
		JsonNode opened = open(line);
		assertThat(opened.at("/unopened").asInt()).isZero();
		assertThat(opened.at("/interactions/0/task").asString()).contains("lighthouse").doesNotContain("jane.roe");
		assertThat(opened.at("/interactions/0/answer").asString()).isEqualTo("The lighthouse is in Kiel.");
		assertThat(opened.at("/interactions/0/run_id").asString()).isEqualTo(of(line, "run_id"));
	}

	@Test
	void aLineWhoseKeyIsGoneIsNoise() {
		Map<String, String> line = ask(TASK);
		delete(of(line, "seal").substring(0, 10));
		ask("Something else, on the same day.");
		assertThat(open(line).at("/unopened").asInt()).isOne();
	}

	@Test
	void onTheDayAfterTheRetentionNoKeyThatStillExistsOpensIt() {
		Map<String, String> line = ask(TASK);
		String day = of(line, "seal").substring(0, 10);
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port())) {
			RedisCommands<String, String> redis = client.connect().sync();
			String key = redis.keys("as:*:seal:" + day).getFirst();
			assertThat(redis.pttl(key)).isBetween(2_591_000_000L, 2_592_000_000L);
			// Thirty days pass: what expires is gone, and newer days have secrets of
			// their own.
			String secret = redis.get(key).strip();
			redis.pexpire(key, 1);
			await().until(() -> redis.exists(key) == 0);
			redis.set(key.replace(day, tomorrow()), secret.substring(0, 12) + "AAAAAAAAAAAAAAAAAAAAAA");
		}
		assertThat(open(line).at("/unopened").asInt()).isOne();
		assertThat(open(otherDay(line)).at("/unopened").asInt()).isOne();
	}

	private static Map<String, String> otherDay(Map<String, String> line) {
		return Map.of("run_id", of(line, "run_id"), "seal", tomorrow() + of(line, "seal").substring(10), "sealed",
				of(line, "sealed"));
	}

	@Test
	void anErasureLeavesNothingThatOpensIt() {
		Map<String, String> line = ask(TASK);
		String erasure = service.ada().delete("/users/me").text("/id");
		await().until(() -> service.ada().get("/erasures/" + erasure).text("/status").equals("completed"));
		assertThat(open(line).at("/unopened").asInt()).isOne();
	}

	@Test
	void aRunThatEndsWithoutAnOwnerHasALineWithoutTexts() {
		String run = of(ask(TASK), "run_id");
		await().until(() -> service.ada().get("/runs/" + run).text("/status").equals("succeeded"));
		int before = this.lines.list.size();
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port())) {
			RedisCommands<String, String> redis = client.connect().sync();
			redis.hset(redis.keys("as:{*}:run:" + run).getFirst(), Map.of("status", "running", "lease", "1"));
		}
		assertThat(service.ada().get("/runs/" + run).text("/status")).isEqualTo("failed");
		await().until(() -> this.lines.list.size() > before);
		assertThat(latest()).containsEntry("run_id", run)
			.containsEntry("outcome", "owner_lost")
			.containsKeys("agent", "revision", "at")
			.doesNotContainKeys("seal", "sealed");
	}

	@Test
	void aTextThatCannotBeLookedAtIsNotLogged() {
		Detector.broken = true;
		Map<String, String> line = ask(TASK);
		assertThat(line).containsKeys("run_id", "outcome").doesNotContainKeys("sealed", "seal", "redactions");
		assertThat(line.toString()).doesNotContain("lighthouse");
		assertThat(service.metrics()).containsPattern("agent_interactions_textless_total\\{[^}]*} [1-9]");
	}

	@Test
	void ofALongTextTheBeginningIsLookedAtAndNoHalfOfAValueIsLeft() {
		Detector.most = 0;
		Map<String, String> line = ask("jane.roe@shop.example ".repeat(5_000));
		assertThat(Detector.most).isBetween(4_000, 8_192);
		String task = open(line).at("/interactions/0/task").asString();
		assertThat(task).endsWith(" [cut]").doesNotContain("jane");
	}

	@Test
	void aLineStaysWithinSixteenKilobytes() {
		service.anthropic().always(answer("über \"Kiel\" ".repeat(1_500)));
		Map<String, String> line = ask("Ist das \"über\"? ".repeat(1_000));
		assertThat(JsonMapper.shared().writeValueAsString(line).getBytes(StandardCharsets.UTF_8).length)
			.isBetween(9_000, 15_000);
		assertThat(open(line).at("/interactions/0/answer").asString()).endsWith(" [cut]");
	}

	@Test
	void redisIsAskedForTheDaysAloneOfWhichLinesMayBeRead() {
		Map<String, String> line = ask(TASK);
		List<Map<String, String>> lines = new ArrayList<>();
		for (int days = 0; days < 500; days++) {
			String day = LocalDate.now(Clock.systemUTC()).minusDays(days).toString();
			lines.add(Map.of("run_id", of(line, "run_id"), "seal", day + of(line, "seal").substring(10), "sealed",
					of(line, "sealed")));
		}
		service.redis().logEverything();
		Answer answer = send(OFFICERS_KEY,
				JsonMapper.shared().writeValueAsString(Map.of("reason", "ticket 4711", "lines", lines)));
		assertThat(answer.json().at("/unopened").asInt()).isEqualTo(499);
		assertThat(service.redis().slowLog())
			.filteredOn((entry) -> entry.contains("EVALSHA") && entry.contains("}:seal:"))
			.hasSize(32);
	}

	@Test
	void theSlowLogDoesNotHoldWhatSealsALine() {
		service.redis().logEverything();
		ask(TASK);
		ask(TASK);
		List<String> logged = service.redis().slowLog();
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port())) {
			RedisCommands<String, String> redis = client.connect().sync();
			String[] words = redis.get(redis.keys("as:*:seal:*").getFirst()).strip().split(" ", 2);
			assertThat(words[1]).hasSize(22);
			assertThat(logged).hasSizeGreaterThan(2)
				.noneMatch((entry) -> entry.contains(words[0]) || entry.contains(words[1]));
		}
	}

	@Test
	void onlyOfficersOpenLinesAndItIsAudited() {
		Map<String, String> line = ask(TASK);
		Client ada = service.ada();
		assertThat(send(ada.key(), request(line)).status()).isEqualTo(403);
		assertThat(send(OFFICERS_KEY, "{\"reason\": \"\", \"lines\": []}").status()).isEqualTo(400);
		assertThat(send(OFFICERS_KEY, request(line)).status()).isEqualTo(200);
		assertThat(service.client(OFFICERS_KEY).get("/ops/audit?action=privacy.interactions").body())
			.contains("ticket 4711");
		assertThat(send(OFFICERS_KEY, "/users/bob/interactions/open", request(line)).json().at("/unopened").asInt())
			.as("another user's keys")
			.isOne();
	}

	private Map<String, String> ask(String task) {
		int before = this.lines.list.size();
		Client.Reply reply = service.ada().ask(task);
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		await().until(() -> this.lines.list.size() > before);
		return latest();
	}

	private Map<String, String> latest() {
		return new ArrayList<>(this.lines.list).getLast()
			.getKeyValuePairs()
			.stream()
			.collect(Collectors.toMap((pair) -> pair.key, (pair) -> String.valueOf(pair.value)));
	}

	private static String of(Map<String, String> line, String name) {
		return Objects.requireNonNull(line.get(name), name);
	}

	private static JsonNode open(Map<String, String> line) {
		Answer answer = send(OFFICERS_KEY, request(line));
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		return answer.json();
	}

	private static String request(Map<String, String> line) {
		return JsonMapper.shared()
			.writeValueAsString(Map.of("reason", "ticket 4711", "lines", List
				.of(Map.of("run_id", of(line, "run_id"), "seal", of(line, "seal"), "sealed", of(line, "sealed")))));
	}

	private static Answer send(String key, String json) {
		return send(key, "/users/ada/interactions/open", json);
	}

	private static Answer send(String key, String path, String json) {
		return service.http()
			.request("POST", path, Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json"),
					json.getBytes(StandardCharsets.UTF_8));
	}

	private static void delete(String day) {
		try (RedisClient client = RedisClient.create("redis://127.0.0.1:" + service.redis().port())) {
			RedisCommands<String, String> redis = client.connect().sync();
			assertThat(redis.del(redis.keys("as:*:seal:" + day).toArray(String[]::new))).isOne();
		}
	}

	/** Fails when it is told to. */
	static class Detector implements BeanPostProcessor {

		private static volatile boolean broken;

		private static volatile int most;

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			return (bean instanceof TextRedaction redaction) ? (TextRedaction) (text) -> {
				most = Math.max(most, text.length());
				if (broken) {
					throw new IllegalStateException("broken by " + text);
				}
				return redaction.redact(text);
			} : bean;
		}

	}

	private static String tomorrow() {
		return LocalDate.now(Clock.systemUTC()).plusDays(1).toString();
	}

}
