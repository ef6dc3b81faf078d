package dev.agentservice.lambda;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.agentservice.endtoend.Leftovers;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.ServiceUnderTest;
import dev.agentservice.lambda.Trigger.Answered;
import dev.agentservice.lambda.Trigger.Kind;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Invocations of the real service, in this JVM.
 */
@BesideOthers
class LambdaInvocationTests {

	private static final FakeRuntimeApi API = FakeRuntimeApi.start();

	private static final Trigger URL = new Trigger(API, Kind.URL);

	private static final Trigger HTTP_API = new Trigger(API, Kind.HTTP_API);

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with("spring.profiles.active", "lambda")
		.with("AWS_LAMBDA_RUNTIME_API", API.address())
		.with("agent-service.lambda.invoke-mode", "response_stream");

	@ParameterizedTest
	@EnumSource(Kind.class)
	void anInvocationIsAnsweredByTheService(Kind kind) {
		service.anthropic().next(answer("Hello from Lambda."));
		Answered answered = new Trigger(API, kind).ask("Say hello.");
		assertThat(answered.status()).isEqualTo(200);
		assertThat(answered.json().path("answer").asString()).isEqualTo("Hello from Lambda.");
		assertThat(answered.result().streamed()).isEqualTo(kind != Kind.HTTP_API);
	}

	@Test
	void itIsAnExtensionToo() {
		await().until(() -> API.extensions() == 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/agents", "/runs", "/swagger-ui/swagger-ui.css", "/swagger-ui/favicon-32x32.png",
			"/v3/api-docs", "/nothing/here", "/sessions/%20x" })
	void anAnswerIsTheOneThatAClientOfThePortGets(String path) {
		RawHttp direct = new RawHttp(URI.create(service.baseUrl()).getPort());
		RawHttp.Answer expected = direct.request("GET", path,
				Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY), new byte[0]);
		for (Trigger trigger : new Trigger[] { URL, HTTP_API }) {
			Answered answered = trigger.get(path);
			assertThat(answered.status()).isEqualTo(expected.status());
			assertThat(answered.text()).isEqualTo(expected.text());
			assertThat(answered.header("Content-Type")).isEqualTo(expected.header("Content-Type"));
			assertThat(answered.header("Content-Security-Policy"))
				.isEqualTo(expected.header("Content-Security-Policy"));
		}
	}

	@Test
	void queriesArrive() {
		assertThat(URL.send("GET", "/runs", "after=no%20run", Trigger.asAda(Map.of()), new byte[0])
			.join()
			.json()
			.path("code")
			.asString()).isEqualTo("invalid_request");
	}

	@Test
	void theFirstEventIsThereBeforeTheAnswerIs() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		service.anthropic().next(held(released, answer("In the end.")));
		FakeRuntimeApi.Invoked invoked = URL.invoke(Map.of("task", "Take your time."), Duration.ofMinutes(5));
		invoked.awaitBody("event: run.started");
		assertThat(invoked.result()).isNotDone();
		released.complete(null);
		Answered answered = Answered.of(invoked.result().join());
		assertThat(answered.status()).isEqualTo(200);
		assertThat(answered.text()).contains("In the end.");
		assertThat(answered.result().isWhole()).isTrue();
	}

	@Test
	void aStreamEndsAfterItsRunHasEnded() {
		for (int i = 0; i < 10; i++) {
			service.redis().flush();
			service.anthropic().next(answer("Done."));
			assertThat(URL.stream(Map.of("task", "Be quick."), Duration.ofMinutes(1)).join().text()).contains("Done.");
			assertThat(service.metrics()).containsPattern("agent_inflight(\\{[^}]*})? 0\\.0");
			assertThat(Leftovers.of(service.redis())).isEmpty();
		}
	}

	@Test
	void aRunEndsBeforeLambdaEndsIt() {
		service.anthropic().next(silence());
		Answered answered = URL.ask(Map.of("task", "Never end."), Map.of(), Duration.ofSeconds(4));
		assertThat(answered.status()).isEqualTo(504);
		assertThat(answered.json().path("code").asString()).isEqualTo("deadline_exceeded");
		await().untilAsserted(() -> assertThat(Leftovers.of(service.redis())).isEmpty());
	}

	@Test
	void aStreamEndsBeforeLambdaEndsIt() {
		service.anthropic().next(silence());
		Answered answered = URL.stream(Map.of("task", "Never end."), Duration.ofSeconds(4)).join();
		assertThat(answered.text()).contains("deadline_exceeded");
		assertThat(answered.result().isWhole()).isTrue();
	}

	@Test
	void aDeadlineFromOutsideIsNone() {
		service.anthropic().next(answer("Still here."));
		RawHttp direct = new RawHttp(URI.create(service.baseUrl()).getPort());
		RawHttp.Answer answered = direct.request("POST", "/agent",
				Map.of("Authorization", "Bearer " + ReplicaSettings.ADAS_KEY, "Content-Type", "application/json",
						"X-Agent-Invocation", "1", "Lambda-Runtime-Deadline-Ms", "1"),
				"{\"task\": \"Are you there?\"}".getBytes(StandardCharsets.UTF_8));
		assertThat(answered.status()).isEqualTo(200);
	}

	@Test
	void whatWouldOutliveTheRequestIsRefusedBeforeItCostsAnything() {
		service.redis().flush();
		Answered async = URL.ask(Map.of("task", "Later."), Map.of("prefer", "respond-async"));
		Answered detached = URL.ask(Map.of("task", "On your own.", "on_disconnect", "detach"),
				Map.of("accept", "text/event-stream"));
		for (Answered answered : new Answered[] { async, detached }) {
			assertThat(answered.status()).isEqualTo(400);
			assertThat(answered.json().path("code").asString()).isEqualTo("not_supported_here");
			assertThat(answered.json().path("detail").asString()).contains("wait for the answer");
		}
		assertThat(Leftovers.of(service.redis())).isEmpty();
		assertThat(service.redis().commandStats()).doesNotContainKey("xadd");
		assertThat(URL.get("/runs").json().path("runs")).isEmpty();
		assertThat(service.anthropic().requests()).isEmpty();
	}

	@Test
	void anErasureIsWorkedAtWithinTheRequests() {
		service.anthropic().next(answer("Noted."));
		assertThat(URL.ask(Map.of("task", "Remember me.", "session_id", "mine"), Map.of()).status()).isEqualTo(200);
		Answered accepted = URL.send("DELETE", "/users/me", "", Trigger.asAda(Map.of()), new byte[0]).join();
		assertThat(accepted.status()).as(accepted.text()).isEqualTo(202);
		assertThat(accepted.json().path("status").asString()).isIn("settling", "completed");
		await().until(() -> URL.get("/erasures/" + accepted.json().path("id").asString())
			.json()
			.path("status")
			.asString()
			.equals("completed"));
	}

	@Test
	void aScheduleDoesWhatThreadsDoElsewhere() {
		assertThat(API.invoke("{\"agent-service\":\"upkeep\"}", Duration.ofMinutes(1)).result().join().isWhole())
			.isTrue();
		assertThat(service.metrics()).contains("agent_remote_objects{");
	}

	@Test
	void aDeadRunIsNotQueuedWhereNothingTakesIt() {
		Answered answered = URL
			.send("POST", "/ops/dead/run_01M838DWTC55J56BHF7KJFK35W/redrive", "",
					Map.of("x-agent-key", ReplicaSettings.OPS_KEY), new byte[0])
			.join();
		assertThat(answered.status()).isEqualTo(400);
		assertThat(answered.json().path("code").asString()).isEqualTo("not_supported_here");
	}

	@Test
	void nothingIsTakenFromTheQueue() {
		assertThat(service.metrics()).doesNotContain("agent_queue_lane_workers{");
	}

}
