package dev.agentservice.endtoend;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A replica of which ada has both streams that a user may have open. */
@BesideOthers
@Tag("slow")
class StreamLimitTests {

	private static final Map<String, Object> TASK = Map.of("task", "Go on.");

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.events.streams-per-user", 2)
		.with("agent-service.run.events.poll", "100ms");

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private EventStream first;

	private EventStream second;

	@BeforeEach
	void openBoth() {
		service.anthropic().always(held(this.released, answer("At last.")));
		this.first = service.ada().stream(TASK);
		this.second = service.ada().follow(this.first.runId());
		await().until(() -> service.anthropic().requests().size() == 1);
	}

	@AfterEach
	void finish() {
		this.released.complete(null);
		this.first.close();
		this.second.close();
		await().until(() -> service.metrics().lines().anyMatch((line) -> line.matches("agent_streams\\{.*\\} 0\\.0")));
	}

	@Test
	void oneMoreIsRefusedBeforeAnythingIsStarted() {
		RawHttp.Answer refused = post("/agent", "{\"task\": \"Me, too.\", \"session_id\": \"third\"}");
		assertThat(refused.status()).isEqualTo(429);
		assertThat(refused.headers()).containsEntry("retry-after", "5");
		assertThat(refused.member("code")).isEqualTo("rate_limited");
		assertThat(refused.member("limit")).isEqualTo("user-streams");
		assertThat(service.anthropic().requests()).hasSize(1);
		assertThat(service.ada().get("/sessions/third").status()).isEqualTo(404);
		assertThat(service.metrics())
			.containsPattern("agent_ratelimit_rejections_total\\{[^}]*user-streams[^}]*\\} [1-9]");
	}

	@Test
	void theLimitIsOneForAllFaces() {
		RawHttp.Answer chat = post("/v1/chat/completions", "{\"model\": \"assistant\", \"stream\": true, "
				+ "\"messages\": [{\"role\": \"user\", \"content\": \"Me, too.\"}]}");
		assertThat(chat.status()).isEqualTo(429);
		assertThat(chat.json().at("/error/code").asString("")).isEqualTo("rate_limit_exceeded");
		try (EventStream follower = service.ada().follow(this.first.runId())) {
			assertThat(follower.status()).isEqualTo(429);
		}
	}

	@Test
	void whatIsNoStreamAndWhoeverElseIsNotMeant() {
		this.released.complete(null);
		assertThat(service.ada().ask(TASK).status()).isEqualTo(200);
		try (EventStream other = service.bob().stream(TASK)) {
			assertThat(other.rest().getLast().type()).isEqualTo("run.completed");
		}
	}

	@Test
	void whoLeavesOneMayOpenAnother() {
		this.second.close();
		await().until(() -> {
			try (EventStream third = service.ada().follow(this.first.runId())) {
				return third.status() == 200;
			}
		});
	}

	private static RawHttp.Answer post(String path, String body) {
		return service.post(path, "text/event-stream", body);
	}

}
