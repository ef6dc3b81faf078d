package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.support.BesideOthers;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A run as its client sees it: events, repeated requests, cancels, what is known of it
 * afterwards.
 */
@BesideOthers
class RunEndToEndTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.lease", "10s")
		.with("agent-service.run.events.client-grace", "300ms")
		.with("agent-service.run.events.poll", "500ms")
		.with("agent-service.rate-limits.user-requests.capacity", 10_000);

	@Test
	void aStreamTellsEveryStepAndEndsWithTheBodyOfThePlainAnswer() {
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), answer("It is 42."));
		List<Event> events = service.ada().stream(Map.of("task", "6*7?")).rest();
		assertThat(events).extracting(Event::id).containsExactlyElementsOf(numbers(events.size()));
		assertThat(events).extracting(Event::type)
			.startsWith("run.started", "step.started", "step.finished", "step.started", "step.finished", "step.started",
					"answer.delta")
			.endsWith("step.finished", "run.completed");
		JsonNode body = events.getLast().json();
		assertThat(body.at("/answer").asString()).isEqualTo("It is 42.");
		assertThat(body.at("/usage/cost_usd").decimalValue()).isPositive();
		assertThat(service.ada().get("/runs/" + body.at("/run_id").asString()).json().at("/result")).isEqualTo(body);
	}

	@Test
	void whoComesBackGetsWhatFollowsTheLastEventItHas() {
		service.anthropic().next(answer("One two three four five."));
		String runId;
		List<Event> first;
		try (EventStream stream = service.ada().stream(Map.of("task", "Count.", "on_disconnect", "detach"))) {
			runId = stream.runId();
			first = stream.next(4);
		}
		List<Event> rest = service.ada().follow(runId, first.getLast().id()).rest();
		assertThat(rest.getFirst().id()).isEqualTo(5);
		assertThat(rest.getLast().type()).isEqualTo("run.completed");
		assertThat(service.ada().follow(runId).rest()).hasSize(4 + rest.size());
	}

	@Test
	void aPlainRunLeavesItsRecordAndItsEndAsTheOnlyEvent() {
		service.anthropic().next(answer("Hello."));
		JsonNode body = service.ada().ask("Hi").json();
		String runId = body.at("/run_id").asString();
		JsonNode run = service.ada().get("/runs/" + runId).json();
		assertThat(run.at("/status").asString()).isEqualTo("succeeded");
		assertThat(run.at("/result")).isEqualTo(body);
		assertThat(service.ada().follow(runId).rest()).singleElement()
			.satisfies((event) -> assertThat(event.json()).isEqualTo(body));
		assertThat(service.bob().get("/runs/" + runId).status()).isEqualTo(404);
	}

	@Test
	void theSameRequestAgainIsTheSameRun() {
		service.anthropic().next(answer("Hello."), answer("Never said."));
		Client.Reply first = service.ada().ask("again-1", Map.of("task", "Hi"));
		Client.Reply second = service.ada().ask("again-1", Map.of("task", "Hi"));
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.json()).isEqualTo(first.json());
		assertThat(service.anthropic().requests()).hasSize(1);
		assertThat(service.ada().stream("again-1", Map.of("task", "Hi")).rest()).singleElement()
			.satisfies((event) -> assertThat(event.json()).isEqualTo(first.json()));
		Client.Reply other = service.ada().ask("again-1", Map.of("task", "Ho"));
		assertThat(other.status()).isEqualTo(422);
		assertThat(other.text("/code")).isEqualTo("idempotency_key_reused");
	}

	@Test
	void aRunThatFailedGoesOnWithItsNextAttempt() {
		service.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), status(400), answer("It is 42."));
		service.openai().next(status(400));
		Client.Reply failed = service.ada().ask("goes-on", Map.of("task", "6*7?"));
		assertThat(failed.status()).isEqualTo(502);
		Client.Reply answered = service.ada().ask("goes-on", Map.of("task", "6*7?"));
		assertThat(answered.status()).as(answered.body()).isEqualTo(200);
		assertThat(answered.text("/run_id")).isEqualTo(failed.text("/run_id"));
		assertThat(answered.json().at("/steps").size()).isEqualTo(3);
		assertThat(service.anthropic().requests()).hasSize(3);
		assertThat(service.ada().get("/runs/" + answered.text("/run_id")).json().at("/attempt").asInt()).isEqualTo(2);
	}

	@Test
	void aStreamWhoseModelFailsOnItsWayBeginsItsAnswerAnew() {
		service.anthropic().next(answer("Once upon a time there was a model.").cutAfterChunks(3));
		service.openai().next(answer("The end."));
		try (EventStream stream = service.ada().stream(Map.of("task", "A tale, please."))) {
			List<EventStream.Event> events = stream.rest();
			assertThat(events).extracting(EventStream.Event::type)
				.containsSubsequence("answer.delta", "step.finished", "answer.reset", "step.started", "answer.delta",
						"step.finished", "run.completed");
			assertThat(events).filteredOn((event) -> event.type().equals("answer.reset"))
				.singleElement()
				.satisfies((reset) -> assertThat(reset.json().at("/reason").asString()).isEqualTo("failover"));
			JsonNode answer = events.getLast().json();
			assertThat(answer.at("/answer").asString()).isEqualTo("The end.");
			assertThat(answer.at("/model").asString()).isEqualTo("openai/gpt-5.4-mini");
			assertThat(answer.at("/notices/0").asString()).isEqualTo("fallback_model");
			assertThat(answer.at("/steps").size()).isEqualTo(2);
			assertThat(answer.at("/steps/0/outcome").asString()).isEqualTo("connection");
		}
	}

	@Test
	void aRequestWhoseRunIsAtWorkIsSentThere() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		service.anthropic().next(held(released, answer("Late.")));
		try (EventStream stream = service.ada().stream("at-work", Map.of("task", "Wait."))) {
			stream.next(1);
			try (EventStream second = service.ada().stream("at-work", Map.of("task", "Wait."))) {
				assertThat(second.status()).isEqualTo(409);
				assertThat(second.runId()).isEqualTo(stream.runId());
				assertThat(second.body()).contains("run_in_progress");
			}
			released.complete(null);
			assertThat(stream.rest().getLast().type()).isEqualTo("run.completed");
		}
	}

	@Test
	void cancelledRunsStopTheirModelAndSaySo() {
		service.anthropic().next(silence());
		try (EventStream stream = service.ada().stream(Map.of("task", "Think for ever.", "session_id", "cancelled"))) {
			stream.next(2);
			assertThat(service.bob().cancel(stream.runId()).status()).isEqualTo(404);
			assertThat(service.ada().cancel(stream.runId()).status()).isEqualTo(202);
			Awaitility.await().until(() -> service.anthropic().traffic().inFlight() == 0);
			assertThat(stream.rest().getLast().type()).isEqualTo("run.cancelled");
			assertThat(service.ada().cancel(stream.runId()).status()).isEqualTo(200);
		}
		service.anthropic().next(answer("Free again."));
		assertThat(service.ada().ask("cancelled", "Hi").status()).isEqualTo(200);
	}

	@Test
	void whenItsClientLeavesAStreamedRunIsStoppedUnlessDetached() {
		service.anthropic().always(silence());
		String left;
		try (EventStream stream = service.ada().stream(Map.of("task", "Think for ever."))) {
			left = stream.runId();
			stream.next(2);
		}
		Awaitility.await().until(() -> service.ada().get("/runs/" + left).text("/status").equals("cancelled"));
		String detached;
		try (EventStream stream = service.ada().stream(Map.of("task", "Think for ever.", "on_disconnect", "detach"))) {
			detached = stream.runId();
			stream.next(2);
		}
		Awaitility.await()
			.during(Duration.ofSeconds(3))
			.until(() -> service.ada().get("/runs/" + detached).text("/status").equals("running"));
		service.ada().cancel(detached);
	}

	@Test
	void runsAreListedNewestFirst() {
		service.anthropic().always(answer("Yes."));
		String first = service.ada().ask("listed", "One").text("/run_id");
		String second = service.ada().ask("listed", "Two").text("/run_id");
		JsonNode page = service.ada().get("/runs?session_id=listed&status=succeeded&limit=1").json();
		assertThat(page.at("/runs/0/run_id").asString()).isEqualTo(second);
		JsonNode next = service.ada()
			.get("/runs?session_id=listed&limit=1&after=" + page.at("/next").asString())
			.json();
		assertThat(next.at("/runs/0/run_id").asString()).isEqualTo(first);
		assertThat(service.ada().get("/runs?status=lost").status()).isEqualTo(400);
	}

	private static List<Long> numbers(int count) {
		return LongStream.rangeClosed(1, count).boxed().toList();
	}

}
