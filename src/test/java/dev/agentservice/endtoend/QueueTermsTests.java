package dev.agentservice.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What keeps runs out of the queue, and what holds them in it.
 */
@BesideOthers
class QueueTermsTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.async.limit", 1)
		.with("agent-service.run.queue.max-user", 2)
		.with("agent-service.run.queue.poll", "100ms");

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private final List<String> accepted = new ArrayList<>();

	@AfterEach
	void release() {
		this.released.complete(null);
		this.accepted.forEach(QueueTermsTests::ended);
	}

	@Test
	void aUserWithTooManyWaitingRunsIsToldWhoseQueueIsFull() {
		service.anthropic().always(answer("Done."));
		block();
		accept(Map.of("task", "One."));
		accept(Map.of("task", "Two."));
		RawHttp.Answer refused = service.http()
			.request(
					"POST", "/agent", Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY, "Content-Type",
							"application/json", "Prefer", "respond-async"),
					"{\"task\": \"Three.\"}".getBytes(StandardCharsets.UTF_8));
		assertThat(refused.status()).as(refused.text()).isEqualTo(429);
		assertThat(refused.header("Retry-After")).isEqualTo("30");
		assertThat(refused.text()).contains("\"code\":\"queue_full\"", "\"scope\":\"user\"");
		assertThat(service.ada().get("/runs").json().at("/runs").size()).as("of the third there is no run")
			.isEqualTo(3);
		assertThat(service.ada().ask("Meanwhile.").text("/answer")).as("who waits is served").isEqualTo("Done.");
		this.released.complete(null);
		this.accepted.forEach(QueueTermsTests::ended);
		assertThat(ended(accept(Map.of("task", "Four."))).text("/result/answer")).isEqualTo("Done.");
	}

	@Test
	void aRunWhoseAgentIsSwitchedOffSaysWhyItWaits() {
		service.anthropic().always(answer("Done."));
		block();
		String run = accept(Map.of("task", "One."));
		assertThat(service.ada().get("/runs/" + run).json().has("held")).isFalse();
		service.operator().put("/ops/flags/agent-enabled", "{\"default\": false, \"reason\": \"It insults people.\"}");
		await().until(() -> "agent_disabled".equals(service.ada().get("/runs/" + run).text("/held")));
		assertThat(service.ada().get("/runs/" + run).text("/status")).isEqualTo("queued");
		service.operator().delete("/ops/flags/agent-enabled");
		await().until(() -> !service.ada().get("/runs/" + run).json().has("held"));
		Client.Reply cancelled = service.ada().cancel(run);
		assertThat(cancelled.text("/status")).isEqualTo("cancelled");
		assertThat(cancelled.text("/release")).isEqualTo("dev");
		assertThat(cancelled.text("/track")).isEqualTo("stable");
	}

	private void block() {
		service.anthropic().whenAsked("Take your time").next(held(this.released, answer("At last.")));
		accept(Map.of("task", "Take your time."));
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
	}

	private String accept(Map<String, Object> request) {
		Client.Reply reply = service.ada().submit(request);
		assertThat(reply.status()).as(reply.body()).isEqualTo(202);
		this.accepted.add(reply.text("/run_id"));
		return reply.text("/run_id");
	}

	private static Client.Reply ended(String run) {
		await().until(() -> !List.of("queued", "running", "cancelling")
			.contains(service.ada().get("/runs/" + run).text("/status")));
		return service.ada().get("/runs/" + run);
	}

}
