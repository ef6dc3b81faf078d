package dev.agentservice.endtoend;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.EventStream.Event;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs whose clients do not wait. Only one of them is executed at a time here, so that
 * what is asked for meanwhile waits.
 */
@BesideOthers
class AsyncRunTests {

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("agent-service.run.async.limit", 1);

	private final CompletableFuture<Void> released = new CompletableFuture<>();

	@AfterEach
	void release() {
		this.released.complete(null);
	}

	@Test
	void theRunIsAcceptedExecutedAndCanBeReadLater() {
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), answer("It is 42."));
		Client.Reply accepted = service.ada().submit(Map.of("task", "What is 6*7?", "metadata", Map.of("order", "7")));
		assertThat(accepted.status()).as(accepted.body()).isEqualTo(202);
		assertThat(accepted.text("/status")).isIn("queued", "running");
		String run = accepted.text("/run_id");
		Client.Reply ended = ended(run);
		assertThat(ended.text("/status")).as(ended.body()).isEqualTo("succeeded");
		assertThat(ended.text("/result/answer")).isEqualTo("It is 42.");
		assertThat(ended.text("/attempt")).isEqualTo("1");
		assertThat(ended.text("/metadata/order")).isEqualTo("7");
		try (EventStream events = service.ada().follow(run)) {
			assertThat(events.rest()).extracting(Event::type)
				.startsWith("run.started")
				.contains("step.finished", "answer.delta")
				.endsWith("run.completed");
		}
	}

	@Test
	void theAnswerSaysWhereTheRunIs() {
		service.anthropic().next(answer("Hello."));
		HttpHeaders headers = service.ada().submitted(Map.of("task", "Say hello."));
		assertThat(headers.firstValue("Location").orElseThrow()).startsWith("/runs/run_");
		assertThat(headers.firstValue("Preference-Applied")).contains("respond-async");
		assertThat(headers.firstValue("RateLimit")).isPresent();
		ended(headers.firstValue("Location").orElseThrow().substring("/runs/".length()));
	}

	@Test
	void theSameRequestIsTheSameRunBeforeAndAfterItsEnd() {
		String blocking = blocking();
		Map<String, Object> request = Map.of("task", "Once.", "ttl", "10m", "priority", 3);
		Client.Reply first = service.ada().submit("once", request);
		Client.Reply again = service.ada().submit("once", request);
		assertThat(again.status()).isEqualTo(202);
		assertThat(again.text("/run_id")).isEqualTo(first.text("/run_id"));
		assertThat(again.text("/status")).isEqualTo("queued");
		assertThat(service.ada().ask("once", Map.of("task", "Once.")).text("/code"))
			.isEqualTo("idempotency_key_reused");
		service.anthropic().next(answer("Done."));
		this.released.complete(null);
		ended(blocking);
		ended(first.text("/run_id"));
		Client.Reply later = service.ada().submit("once", request);
		assertThat(later.status()).isEqualTo(202);
		assertThat(later.text("/result/answer")).isEqualTo("Done.");
	}

	@Test
	void aQueuedRunCanBeCancelledAndListed() {
		String blocking = blocking();
		String run = service.ada().submit(Map.of("task", "Never mind.")).text("/run_id");
		assertThat(service.ada().get("/runs?status=queued").json().at("/runs/0/run_id").asString()).isEqualTo(run);
		Client.Reply cancelled = service.ada().cancel(run);
		assertThat(cancelled.status()).isEqualTo(202);
		assertThat(cancelled.text("/status")).isEqualTo("cancelled");
		assertThat(service.ada().cancel(run).status()).isEqualTo(200);
		try (EventStream events = service.ada().follow(run)) {
			assertThat(events.rest()).extracting(Event::type).containsExactly("run.cancelled");
		}
		this.released.complete(null);
		ended(blocking);
		assertThat(service.anthropic().requests()).as("nothing was asked of a model for it").hasSize(1);
	}

	@Test
	void whatWaitsForTooLongIsRejected() {
		String blocking = blocking();
		String run = service.ada().submit(Map.of("task", "Hurry.", "ttl", "1ms")).text("/run_id");
		this.released.complete(null);
		ended(blocking);
		Client.Reply ended = ended(run);
		assertThat(ended.text("/status")).isEqualTo("rejected");
		assertThat(ended.text("/problem/code")).isEqualTo("run_expired");
	}

	@Test
	void runsOfOneSessionFollowEachOther() {
		service.anthropic().next(held(this.released, answer("First.")), answer("Second."));
		String waited = service.ada().submit(Map.of("task", "One?", "session_id", "async")).text("/run_id");
		String next = service.ada()
			.submit(Map.of("task", "Two?", "session_id", "async", "on_busy", "queue"))
			.text("/run_id");
		this.released.complete(null);
		assertThat(ended(waited).text("/result/answer")).isEqualTo("First.");
		assertThat(ended(next).text("/result/answer")).isEqualTo("Second.");
		assertThat(service.ada().get("/sessions/async").json().at("/turns").size()).isEqualTo(2);
	}

	@Test
	void aConnectionThatIsCutRightAfterTheRequestChangesNothing() throws IOException {
		service.anthropic().next(answer("Nobody listened."));
		String body = "{\"task\": \"Are you there?\", \"metadata\": {\"cut\": \"yes\"}}";
		try (Socket socket = new RawHttp(port()).open()) {
			socket.getOutputStream()
				.write(("POST /agent HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + service.ada().key()
						+ "\r\nContent-Type: application/json\r\nPrefer: respond-async\r\nContent-Length: "
						+ body.length() + "\r\n\r\n" + body)
					.getBytes(StandardCharsets.US_ASCII));
			socket.getOutputStream().flush();
		}
		await().until(() -> service.ada()
			.get("/runs?status=succeeded")
			.json()
			.at("/runs")
			.valueStream()
			.anyMatch((run) -> run.at("/metadata/cut").asString("").equals("yes")));
	}

	@Test
	void fieldsOfRunsThatNobodyWaitsForNeedThePreference() {
		Client.Reply reply = service.ada()
			.ask(Map.of("task", "Hello?", "ttl", "1h", "priority", 1, "on_budget", "wait"));
		assertThat(reply.status()).isEqualTo(400);
		assertThat(reply.json().at("/errors").valueStream().map((error) -> error.at("/field").asString()))
			.containsExactly("ttl", "priority", "on_budget");
	}

	@Test
	void badTermsAreNamed() {
		for (Map<String, Object> bad : List.<Map<String, Object>>of(Map.of("ttl", "8d"), Map.of("ttl", "999h"),
				Map.of("ttl", "0s"), Map.of("priority", 10), Map.of("on_budget", "maybe"),
				Map.of("callback_url", "https://example.org"))) {
			Map<String, Object> request = new HashMap<>(bad);
			request.put("task", "Hello?");
			Client.Reply reply = service.ada().submit(request);
			assertThat(reply.status()).as(reply.body()).isEqualTo(400);
			assertThat(reply.text("/errors/0/field")).isEqualTo(bad.keySet().iterator().next());
		}
	}

	@Test
	void aRedisThatHasLostEverythingTakesTheNextRun() {
		service.redis().flush();
		service.anthropic().next(answer("Back again."));
		String run = service.ada().submit(Map.of("task", "Still there?")).text("/run_id");
		assertThat(ended(run).text("/result/answer")).isEqualTo("Back again.");
	}

	/** A run that has the only slot until it is released. */
	private String blocking() {
		service.anthropic().next(held(this.released, answer("At last.")));
		String run = service.ada().submit(Map.of("task", "Take your time.")).text("/run_id");
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		return run;
	}

	private static int port() {
		return URI.create(service.baseUrl()).getPort();
	}

	private static Client.Reply ended(String run) {
		await().until(() -> !List.of("queued", "running", "cancelling")
			.contains(service.ada().get("/runs/" + run).text("/status")));
		return service.ada().get("/runs/" + run);
	}

}
