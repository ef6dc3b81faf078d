package dev.agentservice.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.UnwrapWebhookParams;
import com.anthropic.core.http.Headers;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.models.beta.sessions.BetaManagedAgentsAgentWithOverridesParams;
import com.anthropic.models.beta.sessions.BetaManagedAgentsSession;
import com.anthropic.models.beta.sessions.SessionCreateParams;
import com.anthropic.models.beta.sessions.SessionUpdateParams;
import com.anthropic.models.beta.sessions.events.BetaManagedAgentsSessionEvent;
import com.anthropic.models.beta.sessions.events.EventListParams;
import com.anthropic.models.beta.sessions.events.EventSendParams;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.responses.SimulatedHooks;
import dev.agentservice.simulator.sessions.SimulatedSessions;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** The simulated sessions, read by Anthropic's own client. */
@BesideOthers
class AnthropicSessionsTests {

	private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

	private final Simulator simulator = Simulator.start();

	private final AnthropicClient anthropic = AnthropicOkHttpClient.builder()
		.baseUrl(this.simulator.baseUrl().replace("/v1", ""))
		.apiKey("sk-test")
		.putHeader("x-api-key", "sk-test")
		.maxRetries(0)
		.build();

	@BeforeEach
	void expectRefusals() {
		this.simulator.anthropic().expectIllegalRequests();
	}

	@AfterEach
	void close() {
		this.anthropic.close();
		this.simulator.close();
	}

	@Test
	void whatASessionDoesIsListedAsTheClientReadsIt() {
		this.simulator.sessions()
			.next(Act.search(), new Act.Think(), Act.say("It is ", "42."), Act.call("sevt_1", "refund", "{}"))
			.next(Act.say("Done."), new Act.Fail("server_error"));
		String session = begun();
		send(session, message());
		awaitIdle(session);
		send(session, result("sevt_1"));
		await().untilAsserted(() -> assertThat(types(session)).contains("session.error"));
		assertThat(types(session)).containsSubsequence("user.message", "session.status_running",
				"span.model_request_start", "agent.tool_use", "span.model_request_end", "agent.tool_result",
				"agent.message", "agent.custom_tool_use", "span.model_request_end", "session.usage",
				"session.status_idle", "user.custom_tool_result", "session.error", "session.status_idle");
	}

	@Test
	void whatItsWebhooksSayIsVerifiedAndReadByTheClient() {
		SimulatedHooks.Message message = SimulatedHooks.Message.of(SECRET, "wh_1", Instant.now(),
				SimulatedHooks.session("session.status_idled", "sesn_1"));
		Headers.Builder headers = Headers.builder();
		message.headers().forEach(headers::put);
		assertThat(this.anthropic.beta()
			.webhooks()
			.unwrap(UnwrapWebhookParams.builder().body(message.body()).headers(headers.build()).secret(SECRET).build())
			.data()
			.asSessionStatusIdled()
			.id()).isEqualTo("sesn_1");
	}

	@Test
	void aStreamTellsWhatComesAndPreviewsWhatIsAskedFor() throws InterruptedException {
		CompletableFuture<Void> released = new CompletableFuture<>();
		this.simulator.sessions().next(Act.await(released), Act.say("It is ", "42."));
		String session = begun();
		send(session, message());
		List<String> heard = new ArrayList<>();
		try (var stream = this.anthropic.beta().sessions().events().streamStreaming(session)) {
			released.complete(null);
			stream.stream().takeWhile((event) -> {
				heard.add(event.validate().toString());
				return !event.isSessionStatusIdle();
			}).forEach((_) -> {
			});
		}
		assertThat(heard).noneMatch((event) -> event.contains("event_delta"))
			.anyMatch((event) -> event.contains("It is 42."));
	}

	@Test
	void whatIsNotAskedForIsRefused() {
		String session = begun();
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> send(session, result("sevt_unknown")));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> send("sesn_unknown", message()));
		this.simulator.sessions().next(new Act.Hang());
		send(session, message());
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> send(session, message()));
		await().untilAsserted(() -> assertThat(types(session)).contains("session.status_running"));
		assertThatExceptionOfType(AnthropicServiceException.class)
			.isThrownBy(() -> this.anthropic.beta().sessions().delete(session));
		send(session, Map.of("type", "user.interrupt"));
		awaitIdle(session);
		this.anthropic.beta().sessions().delete(session);
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> this.anthropic.beta().sessions().retrieve(session));
	}

	@Test
	void aBetaThatIsUnknownIsRefused() {
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> this.anthropic.beta()
			.sessions()
			.create(task("100").addBeta("managed-agents-2025-01-01").build()));
	}

	@Test
	void aBudgetStopsASessionUntilItIsRaised() {
		String session = begun("1");
		this.simulator.sessions().next(Act.search(), Act.search(), Act.say("Found."));
		send(session, message());
		await().untilAsserted(() -> assertThat(String.valueOf(events(session).getLast())).contains("budget_reached"));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> send(session, message()));
		assertThatExceptionOfType(BadRequestException.class).isThrownBy(() -> raise(session, "1"));
		raise(session, "100");
	}

	private void raise(String session, String cents) {
		this.anthropic.beta()
			.sessions()
			.update(session, SessionUpdateParams.builder().putAdditionalBodyProperty("budget", budget(cents)).build())
			.validate();
	}

	private static JsonValue budget(String cents) {
		return JsonValue.from(Map.of("type", "limit", "max_list_cost", Map.of("amount", cents, "currency", "USD")));
	}

	private String begun() {
		return begun("100");
	}

	private String begun(String cents) {
		BetaManagedAgentsSession session = this.anthropic.beta().sessions().create(task(cents).build());
		return session.validate().id();
	}

	private static SessionCreateParams.Builder task(String cents) {
		return SessionCreateParams.builder()
			.agent(BetaManagedAgentsAgentWithOverridesParams.builder()
				.id(SimulatedSessions.AGENT)
				.system("You are an assistant.")
				.build())
			.environmentId(SimulatedSessions.ENVIRONMENT)
			.putAdditionalBodyProperty("budget", budget(cents));
	}

	/** As JSON, for which that client has no type. */
	@SuppressWarnings("unchecked")
	private void send(String session, Map<String, ?> event) {
		this.anthropic.beta()
			.sessions()
			.events()
			.send(session, EventSendParams.builder().events(JsonValue.from(List.of(event))).build())
			.validate();
	}

	private static Map<String, ?> message() {
		return Map.of("type", "user.message", "content", text("What is 6*7?"));
	}

	private static Map<String, ?> result(String call) {
		return Map.of("type", "user.custom_tool_result", "custom_tool_use_id", call, "content", text("42"));
	}

	private static List<Map<String, String>> text(String text) {
		return List.of(Map.of("type", "text", "text", text));
	}

	private void awaitIdle(String session) {
		await().until(() -> this.anthropic.beta()
			.sessions()
			.retrieve(session)
			.validate()
			.status()
			.equals(BetaManagedAgentsSession.Status.IDLE) && types(session).contains("session.usage"));
	}

	private List<BetaManagedAgentsSessionEvent> events(String session) {
		return this.anthropic.beta()
			.sessions()
			.events()
			.list(session, EventListParams.builder().order(EventListParams.Order.ASC).build())
			.autoPager()
			.stream()
			.map(BetaManagedAgentsSessionEvent::validate)
			.toList();
	}

	private List<String> types(String session) {
		return events(session).stream()
			.map((event) -> String
				.valueOf(Objects.requireNonNull(JsonValue.from(event).convert(Map.class)).get("type")))
			.toList();
	}

}
