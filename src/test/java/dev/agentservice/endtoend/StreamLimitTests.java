package dev.agentservice.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A replica of which ada has both streams that a user may have open. */
class StreamLimitTests {

	private static final Map<String, Object> TASK = Map.of("task", "Go on.");

	private static RedisServer redis;

	private static Simulator simulator;

	private static RunningService service;

	private static Client ada;

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private EventStream first;

	private EventStream second;

	@BeforeAll
	static void start() {
		redis = RedisServer.start();
		simulator = Simulator.start();
		service = RunningService.start(new ReplicaSettings(redis, simulator),
				Map.of("agent-service.run.events.streams-per-user", "2", "agent-service.run.events.poll", "100ms"));
		ada = service.client(ReplicaSettings.ADAS_KEY);
	}

	@BeforeEach
	void openBoth() {
		simulator.anthropic().always(held(this.released, answer("At last.")));
		this.first = ada.stream(TASK);
		this.second = ada.follow(this.first.runId());
		await().until(() -> simulator.anthropic().requests().size() == 1);
	}

	@AfterEach
	void finish() {
		this.released.complete(null);
		this.first.close();
		this.second.close();
		await().until(() -> service.metrics().lines().anyMatch((line) -> line.matches("agent_streams\\{.*\\} 0\\.0")));
		simulator.clear();
	}

	@AfterAll
	static void stop() {
		service.close();
		simulator.close();
		redis.close();
	}

	@Test
	void oneMoreIsRefusedBeforeAnythingIsStarted() {
		RawHttp.Answer refused = post("/agent", "{\"task\": \"Me, too.\", \"session_id\": \"third\"}");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.headers()).containsEntry("retry-after", "5");
		assertThat(refused.member("code")).isEqualTo("rate_limited");
		assertThat(refused.member("limit")).isEqualTo("user-streams");
		assertThat(simulator.anthropic().requests()).hasSize(1);
		assertThat(ada.get("/sessions/third").status()).isEqualTo(404);
		assertThat(service.metrics())
			.containsPattern("agent_ratelimit_rejections_total\\{[^}]*user-streams[^}]*\\} [1-9]");
	}

	@Test
	void theLimitIsOneForAllFaces() {
		RawHttp.Answer chat = post("/v1/chat/completions", "{\"model\": \"assistant\", \"stream\": true, "
				+ "\"messages\": [{\"role\": \"user\", \"content\": \"Me, too.\"}]}");
		assertThat(chat.status()).isEqualTo(429);
		assertThat(chat.json().at("/error/code").asString("")).isEqualTo("rate_limit_exceeded");
		try (EventStream follower = ada.follow(this.first.runId())) {
			assertThat(follower.status()).isEqualTo(429);
		}
	}

	@Test
	void whatIsNoStreamAndWhoeverElseIsNotMeant() {
		this.released.complete(null);
		assertThat(ada.ask(TASK).status()).isEqualTo(200);
		try (EventStream other = service.client(ReplicaSettings.BOBS_KEY).stream(TASK)) {
			assertThat(other.rest().getLast().type()).isEqualTo("run.completed");
		}
	}

	@Test
	void whoLeavesOneMayOpenAnother() {
		this.second.close();
		await().until(() -> {
			try (EventStream third = ada.follow(this.first.runId())) {
				return third.status() == 200;
			}
		});
	}

	private static RawHttp.Answer post(String path, String body) {
		return service.http()
			.request("POST", path, Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY, "Content-Type",
					"application/json", "Accept", "text/event-stream"), body.getBytes(StandardCharsets.UTF_8));
	}

}
