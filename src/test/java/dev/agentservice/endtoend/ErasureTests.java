package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.agentservice.endtoend.Client.Reply;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.toolCalls;
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

	@BeforeEach
	void forget() {
		service.redis().flush();
	}

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
		assertThat(store(report, "run").at("/deleted").asInt()).as("two runs, and a key in its two forms").isEqualTo(4);
		assertThat(store(report, "session").at("/deleted").asInt()).isEqualTo(1);
		assertGone(report);
		assertThat(service.ada().get("/sessions/talk").status()).isEqualTo(404);
	}

	@Test
	void aRequestThatWaitsForItsTurnDoesNotComeInAfterTheErasure() throws Exception {
		service.anthropic().always(held(this.released, answer("Noted.")));
		var first = this.clients.submit(() -> service.ada().ask("shared", "First."));
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		var waiting = this.clients
			.submit(() -> service.ada().ask(Map.of("task", "Second.", "session_id", "shared", "on_busy", "queue")));
		await().until(() -> service.metrics().lines().anyMatch((line) -> line.matches("agent_queued.* 1\\.0")));
		String id = service.ada().delete("/users/me").text("/id");
		assertErased(waiting.get());
		assertErased(first.get());
		assertGone(completed(id));
		assertThat(service.anthropic().requests()).hasSize(1);
	}

	@Test
	void aRunAtWorkStopsAtOnceAndCallsNoTool() throws Exception {
		service.anthropic().always(held(this.released, toolCalls(call("order_status", "{\"order\": 1}"))));
		try (EventStream stream = service.ada().stream(Map.of("task", "Where is order 1?"));
				EventStream reader = service.ada().follow(stream.runId())) {
			await().until(() -> service.anthropic().traffic().inFlight() == 1);
			String id = service.ada().delete("/users/me").text("/id");
			// The lease is renewed minutes later only: it is the notice that stops it.
			await().until(() -> service.anthropic().traffic().inFlight() == 0);
			this.released.complete(null);
			for (EventStream one : List.of(stream, reader)) {
				EventStream.Event last = one.rest().getLast();
				assertThat(last.type()).isEqualTo("run.failed");
				assertThat(last.json().at("/code").asString()).isEqualTo("erased");
			}
			assertGone(completed(id));
		}
		assertThat(service.bean(OrderTools.class).asked).hasValue(0);
	}

	@Test
	void runsThatWaitLeaveTheQueue() {
		service.anthropic().always(held(this.released, answer("Noted.")));
		for (int run = 0; run < 5; run++) {
			assertThat(service.ada()
				.submit(Map.of("task", "Run " + run, "session_id", "line", "on_busy", "queue"))
				.status()).isEqualTo(202);
		}
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		assertGone(completed(service.ada().delete("/users/me").text("/id")));
		await().until(() -> ErasedUser.jobs(service.redis()) == 0);
		this.released.complete(null);
		assertThat(service.anthropic().requests()).hasSize(1);
		assertThat(service.ada().get("/runs").json().at("/runs").isEmpty()).isTrue();
	}

	@Test
	void neighboursStayAsTheyAre() {
		service.anthropic().always(answer("Noted."));
		assertThat(service.bob().ask("talk", "My name is Bob.").status()).isEqualTo(200);
		assertThat(service.ada().ask("talk", "My name is Ada.").status()).isEqualTo(200);
		try (UserKeys keys = new UserKeys(service.redis())) {
			completed(service.ada().delete("/users/me").text("/id"));
			Map<String, String> left = keys.dump();
			assertThat(left.keySet()).hasSize(2);
			assertThat(service.bob().get("/sessions/talk").status()).isEqualTo(200);
		}
	}

	@Test
	void whileTheFenceStandsNothingNewBegins() {
		service.anthropic().always(answer("Noted."));
		String user = completed(service.ada().delete("/users/me").text("/id")).at("/user").asString();
		ErasedUser.fence(service.redis(), user, "era_other");
		Reply refused = service.ada().ask("Hello?");
		assertThat(refused.status()).isEqualTo(409);
		assertThat(refused.text("/code")).isEqualTo("erasure_in_progress");
		ErasedUser.fence(service.redis(), user, "");
		assertThat(service.ada().ask("Hello?").status()).isEqualTo(200);
	}

	@Test
	void aBlockedUserIsAdmittedAgainWhenTheBlockIsLifted() {
		service.anthropic().always(answer("Noted."));
		Client officer = service.client(ErasedUser.PRIVACY_KEY);
		Reply accepted = officer.delete("/users/bob", "{\"block\": true, \"reason\": \"ticket 4711\"}");
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		JsonNode report = completed(officer, accepted.text("/id"));
		assertThat(report.at("/blocked").asBoolean()).isTrue();
		Reply refused = service.bob().ask("Hello?");
		assertThat(refused.status()).isEqualTo(403);
		assertThat(service.bob().get("/erasures/" + accepted.text("/id")).status()).isEqualTo(200);
		assertThat(service.ada().get("/erasures/" + accepted.text("/id")).status()).isEqualTo(404);
		assertThat(service.bob().delete("/users/bob/block").status()).isEqualTo(403);
		assertThat(officer.delete("/users/bob/block").status()).isEqualTo(204);
		assertThat(officer.delete("/users/bob/block").status()).isEqualTo(404);
		assertThat(service.bob().ask("Hello?").status()).isEqualTo(200);
	}

	@Test
	void othersNeedTheScopeAndBadRequestsAreNamed() {
		assertThat(service.ada().delete("/users/bob").status()).isEqualTo(403);
		assertThat(service.ada().delete("/users/me", "{\"block\": true}").status()).isEqualTo(403);
		assertThat(service.operator().delete("/users/me").status()).isEqualTo(403);
		assertThat(service.ada().get("/erasures/era_1").status()).isEqualTo(404);
		Reply bad = service.ada().delete("/users/me", "{\"reason\": \"\", \"force\": true}");
		assertThat(bad.status()).isEqualTo(400);
		assertThat(bad.body()).contains("reason", "force");
	}

	@Test
	void aUserOfWhomNothingIsKnownGetsAReceiptWithZeros() {
		Client officer = service.client(ErasedUser.PRIVACY_KEY);
		JsonNode report = completed(officer, officer.delete("/users/nobody").text("/id"));
		assertThat(report.at("/stores").valueStream().mapToInt((store) -> store.at("/found").asInt()).sum()).isZero();
		assertThat(report.at("/receipt/algorithm").asString()).isEqualTo("HMAC");
		assertThat(report.at("/receipt/signed").asString()).contains(report.at("/user").asString())
			.doesNotContain("nobody");
	}

	private static void assertErased(Reply reply) {
		assertThat(reply.status()).as(reply.body()).isEqualTo(410);
		assertThat(reply.text("/code")).isEqualTo("erased");
	}

	private static void assertGone(JsonNode report) {
		assertThat(ErasedUser.keys(service.redis(), report.at("/user").asString())).allMatch(ErasedUser::isKept);
	}

	private static JsonNode store(JsonNode report, String name) {
		return report.at("/stores")
			.valueStream()
			.filter((store) -> store.at("/name").asString().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static JsonNode completed(String id) {
		return completed(service.ada(), id);
	}

	private static JsonNode completed(Client client, String id) {
		await().until(() -> client.get("/erasures/" + id).text("/status").equals("completed"));
		return client.get("/erasures/" + id).json();
	}

}
