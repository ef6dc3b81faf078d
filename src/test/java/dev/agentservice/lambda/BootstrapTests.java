package dev.agentservice.lambda;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

import dev.agentservice.lambda.FakeRuntimeApi.Result;
import dev.agentservice.lambda.LambdaProperties.InvokeMode;
import dev.agentservice.lambda.StubService.Reply;
import dev.agentservice.lambda.Trigger.Answered;
import dev.agentservice.lambda.Trigger.Kind;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.platform.Invocations;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What becomes of requests and answers on their way, before a service that answers
 * anything.
 */
@BesideOthers
class BootstrapTests {

	private static final FakeRuntimeApi API = FakeRuntimeApi.start();

	private static final StubService STUB = StubService.start();

	private static final Exchanges EXCHANGES = new Exchanges(4);

	private static final Map<String, List<String>> JSON = Map.of("Content-Type", List.of("application/json"));

	private static volatile InvokeMode mode = InvokeMode.RESPONSE_STREAM;

	private static volatile boolean over;

	@BeforeAll
	static void poll() {
		RuntimeApi api = new RuntimeApi(API.address(), EXCHANGES);
		Loopback service = new Loopback(STUB.port(), EXCHANGES);
		Thread.ofVirtual().start(() -> {
			try {
				while (!over) {
					new Bootstrap(api, service, new Invocations(), mode).once();
				}
			}
			catch (IOException ex) {
				// Closed after the last test.
				assertThat(over).isTrue();
			}
		});
	}

	@AfterAll
	static void close() {
		over = true;
		EXCHANGES.close();
		STUB.close();
		API.close();
	}

	@BeforeEach
	void reset() {
		STUB.reset();
	}

	private static Answered send(Kind kind, String path, String query, Map<String, String> headers, byte[] body) {
		return new Trigger(API, kind).send("POST", path, query, headers, body).join();
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void aRequestArrivesAsItWasSent(Kind kind) {
		byte[] body = new byte[100_000];
		new Random(1).nextBytes(body);
		Answered answered = send(kind, "/v1/a%20b", "q=a%26b&n=1&e=",
				Map.of("content-type", "application/octet-stream", "accept-language", "de, en;q=0.5"), body);
		assertThat(answered.status()).isEqualTo(200);
		StubService.Request seen = STUB.seen();
		assertThat(seen.target()).isEqualTo("/v1/a%20b?q=a%26b&n=1&e=");
		assertThat(seen.body()).isEqualTo(body);
		assertThat(seen.headers()).containsEntry("Content-Type", List.of("application/octet-stream"))
			.containsEntry("Accept-Language", List.of("de, en;q=0.5"))
			.containsEntry("X-Amzn-Trace-Id", List.of("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1"));
		assertThat(seen.headers().get("Host")).singleElement().asString().startsWith("abc.");
	}

	@Test
	void whatDoesNotFitIntoARequestLineIsEncoded() {
		send(Kind.REST_API, "/sessions/\uD83D\uDE80 x", "", Map.of(), new byte[0]);
		assertThat(STUB.seen().target()).isEqualTo("/sessions/%F0%9F%9A%80%20x");
	}

	@Test
	void cookiesArriveTogetherAndLeaveOneByOne() {
		STUB.answers((_) -> new Reply(200, Map.of("Set-Cookie", List.of("a=1; Path=/", "b=2"), "X-Many",
				List.of("one", "two"), "Content-Type", List.of("application/json")), new byte[] { '1' }));
		Answered answered = send(Kind.URL, "/", "", Map.of("cookie", "x=1; y=2"), new byte[0]);
		assertThat(STUB.seen().headers()).containsEntry("Cookie", List.of("x=1; y=2"));
		assertThat(answered.head().path("cookies").values()).extracting((cookie) -> cookie.asString())
			.containsExactlyInAnyOrder("a=1; Path=/", "b=2");
		assertThat(answered.header("X-Many").split(", ")).containsExactlyInAnyOrder("one", "two");
	}

	@Test
	void headersOfTheConnectionStayThere() {
		send(Kind.URL, "/", "", Map.of("connection", "upgrade", "upgrade", "h2c", "te", "trailers", "expect",
				"100-continue", "transfer-encoding", "chunked", "content-length", "7"), new byte[] { 1 });
		assertThat(STUB.seen().headers()).doesNotContainKeys("Upgrade", "TE", "Expect", "Transfer-Encoding")
			.containsEntry("Content-Length", List.of("1"));
	}

	@Test
	void whatOnlyTheBootstrapMaySayIsNotTakenFromOutside() {
		send(Kind.URL, "/", "", Map.of("x-agent-invocation", "mine", "lambda-runtime-deadline-ms", "9999999999999",
				"x-amzn-trace-id", "Root=mine"), new byte[0]);
		assertThat(STUB.seen().headers()).doesNotContainKey("Lambda-Runtime-Deadline-Ms");
		assertThat(STUB.seen().headers().get("X-Agent-Invocation")).singleElement().isNotEqualTo("mine");
		assertThat(STUB.seen().headers().get("X-Amzn-Trace-Id")).singleElement().isNotEqualTo("Root=mine");
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void binaryAnswersSurvive(Kind kind) {
		byte[] picture = new byte[70_000];
		new Random(2).nextBytes(picture);
		STUB.answers((_) -> new Reply(200, Map.of("Content-Type", List.of("image/png")), picture));
		Answered answered = send(kind, "/", "", Map.of(), new byte[0]);
		assertThat(answered.body()).isEqualTo(picture);
		assertThat(answered.header("Content-Type")).isEqualTo("image/png");
		assertThat(answered.header("Content-Length")).isEmpty();
		assertThat(answered.result().streamed()).isEqualTo(kind != Kind.HTTP_API);
	}

	@Test
	void whatATriggerTakesAsAWholeIsSentAsAWhole() {
		mode = InvokeMode.BUFFERED;
		try {
			// The invocation under way still has the mode before.
			send(Kind.URL, "/", "", Map.of(), new byte[0]);
			assertThat(send(Kind.URL, "/", "", Map.of(), new byte[0]).result().streamed()).isFalse();
		}
		finally {
			mode = InvokeMode.RESPONSE_STREAM;
			send(Kind.URL, "/", "", Map.of(), new byte[0]);
		}
	}

	@Test
	void anAnswerThatIsTooLargeAsAWholeIsAProblemAndAStreamOfItIsNot() {
		byte[] large = new byte[BufferedAnswer.LIMIT];
		Arrays.fill(large, (byte) 'a');
		STUB.answers((_) -> new Reply(200, JSON, large));
		Answered whole = send(Kind.HTTP_API, "/", "", Map.of(), new byte[0]);
		assertThat(whole.status()).isEqualTo(400);
		assertThat(whole.json().path("code").asString()).isEqualTo("not_supported_here");
		assertThat(send(Kind.URL, "/", "", Map.of(), new byte[0]).body()).isEqualTo(large);
		byte[] fits = Arrays.copyOf(large, large.length - 1000);
		STUB.answers((_) -> new Reply(200, JSON, fits));
		assertThat(send(Kind.HTTP_API, "/", "", Map.of(), new byte[0]).body()).isEqualTo(fits);
	}

	@Test
	void aStreamThatBreaksOffIsNeverASuccess() {
		STUB.answers((_) -> new Reply(200, Map.of("Content-Type", List.of("text/event-stream")),
				"data: 1\n\n".getBytes(StandardCharsets.UTF_8), 1000));
		Result result = send(Kind.URL, "/", "", Map.of(), new byte[0]).result();
		assertThat(result.streamed()).isTrue();
		assertThat(result.isWhole()).isFalse();
		assertThat(result.trailers()).containsEntry("Lambda-Runtime-Function-Error-Type", "Runtime.StreamBroken");
		String body = new String(
				Base64.getDecoder().decode(result.trailers().get("Lambda-Runtime-Function-Error-Body")),
				StandardCharsets.UTF_8);
		assertThat(body).contains("\"errorType\":\"Runtime.StreamBroken\"");
	}

	@Test
	void aWholeAnswerThatBreaksOffIsAnError() {
		STUB.answers((_) -> new Reply(200, JSON, new byte[] { '{' }, 1000));
		assertThat(send(Kind.HTTP_API, "/", "", Map.of(), new byte[0]).result().failed()).isTrue();
	}

	@Test
	void anEventThatIsNoRequestIsAnErrorAndTheNextOneIsAnswered() {
		Result result = API.invoke("{\"source\": \"aws.events\"}", Duration.ofSeconds(30)).result().join();
		assertThat(result.failed()).isTrue();
		assertThat(new String(result.message(), StandardCharsets.UTF_8)).contains("Runtime.UnsupportedEvent");
		assertThat(API.invoke("no JSON", Duration.ofSeconds(30)).result().join().failed()).isTrue();
		assertThat(send(Kind.URL, "/", "", Map.of(), new byte[0]).status()).isEqualTo(200);
	}

	@Test
	void anAnswerThatIsRefusedIsTheLossOfItsInvocationAlone() {
		API.refuseOne();
		assertThatThrownBy(() -> send(Kind.URL, "/", "", Map.of(), new byte[0])).hasMessageContaining("refused");
		assertThat(send(Kind.URL, "/", "", Map.of(), new byte[0]).status()).isEqualTo(200);
	}

	@Test
	void anInvocationSaysNothingOfItsEventInLogs() {
		assertThat(new Invocation("1", Instant.EPOCH, null, "secret".getBytes(StandardCharsets.UTF_8)).toString())
			.doesNotContain("secret");
	}

}
