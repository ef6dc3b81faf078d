package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A replica whose only two places are taken.
 */
@BesideOthers
class OverloadTests {

	private static final Map<String, Object> ANOTHER = Map.of("task", "And what about me?");

	private static final int REFUSALS = 200;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.in-flight.limit", 2)
		// What nobody may have alone is SharedPlacesTests' affair.
		.with("agent-service.run.in-flight.user-percent", 100)
		.with("agent-service.run.in-flight.tenant-percent", 100)
		// Without a word from those who look after runs.
		.with("agent-service.run.lease", "5m");

	private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	private List<CompletableFuture<Client.Reply>> runs;

	@BeforeEach
	void takeAllPlaces() {
		service.anthropic().next(held(this.released, answer("One.")), held(this.released, answer("Two.")));
		this.runs = IntStream.of(1, 2)
			.mapToObj((number) -> CompletableFuture.supplyAsync(
					() -> service.ada().ask(Map.of("task", "Go.", "session_id", "session-" + number)), this.clients))
			.toList();
		await().until(() -> service.anthropic().traffic().inFlight() == 2);
	}

	@AfterEach
	void release() {
		this.released.complete(null);
		assertThat(this.runs).allSatisfy((run) -> assertThat(run.join().status()).isEqualTo(200));
		assertThat(inFlight()).isZero();
		this.clients.close();
	}

	@Test
	void everyFaceRefusesWithItsOwnKindOfErrorAndSaysWhenToComeBack() {
		String task = "{\"task\": \"Hello.\"}";
		String chat = "{\"model\": \"assistant\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello.\"}]}";
		assertRefused(service.post("/agent", "application/json", task), "/code");
		assertRefused(service.post("/agent", "text/event-stream", task), "/code");
		assertRefused(service.post("/v1/chat/completions", "application/json", chat), "/error/code");
		assertRefused(service.post("/v1/chat/completions", "text/event-stream",
				chat.replace("{\"model\"", "{\"stream\": true, \"model\"")), "/error/code");
	}

	@Test
	void whoIsRefusedHasCostNeitherRedisNorMoneyNorARateLimit() {
		long before = service.redis().scriptCount();
		for (int i = 0; i < REFUSALS; i++) {
			RawHttp.Answer refused = service.post("/agent", "application/json",
					"{\"task\": \"Hello.\", \"session_id\": \"new\"}");
			assertThat(refused.status()).isEqualTo(503);
			assertThat(refused.headers()).doesNotContainKey("ratelimit");
		}
		// Whatever is done in the background, it is not done for them.
		assertThat(service.redis().scriptCount() - before).isLessThan(REFUSALS / 2);
		assertThat(service.ada().get("/sessions/new").status()).isEqualTo(404);
	}

	@Test
	void aBadRequestIsStillToldWhatIsWrongWithIt() {
		assertThat(service.ada().ask(Map.of("task", "Hello.", "agent", "nobody")).status()).isEqualTo(400);
	}

	@Test
	void whatTakesNoPlaceIsStillAnswered() {
		for (String path : List.of("/agents", "/v1/models", "/runs", "/sessions", "/users/me/usage")) {
			assertThat(service.ada().get(path).status()).as(path).isEqualTo(200);
		}
		for (String path : List.of("health", "health/liveness", "health/readiness", "prometheus")) {
			assertThat(service.management().get("/actuator/" + path).status()).as(path).isEqualTo(200);
		}
	}

	@Test
	void aRunIsStillReadFollowedAndCancelledAndItsPlaceIsFree() {
		this.released.complete(null);
		this.runs.forEach(CompletableFuture::join);
		CompletableFuture<Void> later = new CompletableFuture<>();
		service.anthropic().next(held(later, answer("Kept.")), held(later, answer("Lost.")));
		try (EventStream kept = service.ada().stream(Map.of("task", "Stay."));
				EventStream lost = service.ada().stream(ANOTHER)) {
			await().until(() -> service.anthropic().traffic().inFlight() == 2);
			assertThat(service.ada().ask(ANOTHER).text("/code")).isEqualTo("overloaded");
			assertThat(service.ada().get("/runs/" + kept.runId()).text("/status")).isEqualTo("running");
			try (EventStream resumed = service.ada().follow(kept.runId(), 1)) {
				assertThat(resumed.status()).isEqualTo(200);
			}
			assertThat(service.ada().cancel(lost.runId()).status()).isEqualTo(202);
			assertThat(lost.rest().getLast().type()).isEqualTo("run.cancelled");
			await().until(() -> inFlight() == 1);
			assertThat(service.ada().ask(ANOTHER).status()).isEqualTo(200);
			later.complete(null);
			assertThat(kept.rest().getLast().type()).isEqualTo("run.completed");
		}
	}

	@Test
	void aPlaceTakenByARunThatIsRefusedLaterIsFreeAgain() {
		this.released.complete(null);
		this.runs.forEach(CompletableFuture::join);
		for (int i = 0; i < 5; i++) {
			assertThat(service.ada().ask("bad key because of blanks", ANOTHER).status()).isEqualTo(400);
			assertThat(service.ada().ask("reused", Map.of("task", "Number " + i)).status())
				.isEqualTo((i == 0) ? 200 : 422);
		}
		assertThat(service.ada().ask("reused", Map.of("task", "Number 0")).status()).as("told again").isEqualTo(200);
		assertThat(service.ada().ask(ANOTHER).status()).isEqualTo(200);
	}

	@Test
	void refusalsAreCountedAndAreNoFailedRuns() {
		double before = series("agent_overload_rejections_total", "reason=\"full\"");
		assertThat(service.ada().ask(ANOTHER).status()).isEqualTo(503);
		assertThat(series("agent_overload_rejections_total", "reason=\"full\"") - before).isEqualTo(1);
		assertThat(series("agent_runs_seconds_count", "outcome=\"failed\"")).isZero();
		assertThat(inFlight()).isEqualTo(2);
	}

	private static void assertRefused(RawHttp.Answer answer, String code) {
		assertThat(answer.status()).isEqualTo(503);
		assertThat(answer.headers()).containsEntry("retry-after", "1");
		assertThat(answer.json().at(code).asString("")).isEqualTo("overloaded");
	}

	private static double inFlight() {
		return series("agent_inflight", "");
	}

	private static double series(String name, String label) {
		return service.metrics()
			.lines()
			.filter((line) -> line.startsWith(name + "{") && line.contains(label))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}
