package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A person's data are erased for good.
 */
@BesideOthers
class ErasureTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with(OrderTools.class)
		.agent("assistant", """
				---
				name: assistant
				models: {simple: anthropic/claude-haiku-4-5}
				tools: [order_status]
				limits: {cost_per_task_usd: 0.50, timeout: 600s}
				---
				Be brief.
				""")
		.with("agent-service.rate-limits.user-requests.capacity", 1000)
		.with("agent-service.run.lease", "5m")
		.with("agent-service.identity.api-keys[4].name", "privacy")
		.with("agent-service.identity.api-keys[4].sha256", ErasedUser.PRIVACY_SHA)
		.with("agent-service.identity.api-keys[4].tenant", "acme")
		.with("agent-service.identity.api-keys[4].user", "petra")
		.with("agent-service.identity.api-keys[4].scopes", "privacy");

	private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	@AfterEach
	void release() {
		this.released.complete(null);
		this.clients.close();
	}

	@Test
	void nothingIsLeftAndTheReceiptSaysWhatThereWas() {
		service.anthropic().always(answer("Noted."));
		assertThat(service.ada().ask("talk", "My name is Ada.").status()).isEqualTo(200);
		assertThat(service.ada().ask("key", Map.of("task", "Remember this.")).status()).isEqualTo(200);
		Reply accepted = service.ada().delete("/users/me");
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		JsonNode report = completed(accepted.text("/id"));
		assertThat(report.at("/stores").valueStream().map((store) -> store.at("/name").asString())).contains("run",
				"session", "budget", "audit");
		assertThat(store(report, "run").at("/deleted").asInt()).isEqualTo(3);
		assertThat(store(report, "session").at("/deleted").asInt()).isEqualTo(1);
		assertThat(ErasedUser.keys(service.redis(), report.at("/user").asString())).allMatch(ErasedUser::isKept);
		assertThat(service.ada().get("/sessions/talk").status()).isEqualTo(404);
	}

	private static JsonNode store(JsonNode report, String name) {
		return report.at("/stores")
			.valueStream()
			.filter((store) -> store.at("/name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode completed(String id) {
		await().until(() -> service.ada().get("/erasures/" + id).text("/status").equals("completed"));
		return service.ada().get("/erasures/" + id).json();
	}

}
