package dev.agentservice.lambda;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;

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
import org.junit.jupiter.params.provider.ValueSource;

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

	private static final Queue<Duration> UPKEPT = new ConcurrentLinkedQueue<>();

	private static volatile InvokeMode mode = InvokeMode.RESPONSE_STREAM;

	private static volatile boolean over;

	@BeforeAll
	static void poll() {
		RuntimeApi api = new RuntimeApi(API.address(), EXCHANGES);
		Loopback service = new Loopback(STUB.port(), EXCHANGES);
		Thread.ofVirtual().start(() -> {
			try {
				while (!over) {
					new Bootstrap(api, service, new Invocations(), mode, UPKEPT::add).once();
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

	@ParameterizedTest
	@EnumSource(Kind.class)
	void aPathNamesTheSameResourceHoweverTheTriggerHandsItOver(Kind kind) {
		for (String path : List.of("/users/%F0%9F%98%80", "/users/a%2541", "/users/a%23b%3Fc%5B%22%20d", "/v1/a:b+c")) {
			send(kind, path, "", Map.of(), new byte[0]);
			assertThat(decoded(STUB.seen().target())).isEqualTo(decoded(path));
			assertThat(STUB.seen().target()).matches("[!-~]+").doesNotContain("#", "?", "[", "\"");
		}
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "URL", "REST_API" })
	void aPathThatIsNotEncodedIsRefused(Kind kind) {
		STUB.forget();
		for (String path : List.of("/users/\uD83D\uDE80", "/users/a b", "/users/100%", "/users/a#b", "users")) {
			Answered answered = send(kind, path, "", Map.of(), new byte[0]);
			assertThat(answered.status()).as(path).isEqualTo(400);
			assertThat(answered.json().at("/errors/0/field").asString()).isEqualTo("path");
		}
		assertThat(STUB.asked()).isFalse();
	}

	private static String decoded(String path) {
		return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
	}

	@ParameterizedTest
	@EnumSource(Kind.class)
	void headersArriveAsUtf8SoThatTwoUsersStayTwo(Kind kind) {
		for (String name : List.of("\u0418\u0432\u0430\u043D", "\u041F\u0451\u0442\u0440", "Zo\u00EB", "\uD83D\uDE00",
				"Zo\u00C3\u00AB")) {
			send(kind, "/", "", Map.of("x-user-id", name), new byte[0]);
			assertThat(STUB.seen().headers().get("X-User-Id")).singleElement()
				.satisfies((value) -> assertThat(
						new String(value.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
					.isEqualTo(name));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\uD83D", "ada\\uFFFD" })
	void aHeaderThatIsNoTextIsRefused(String name) {
		String event = """
				{"version": "2.0", "rawPath": "/", "headers": {"x-user-id": "%s"},
				 "requestContext": {"domainName": "a.lambda-url.b", "http": {"method": "GET"}}}
				""".formatted(name);
		STUB.forget();
		assertThat(Answered.of(API.invoke(event, Duration.ofSeconds(30)).result().join()).status()).isEqualTo(400);
		assertThat(STUB.asked()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "X-User-Id: ada,bob", "x-agent-key: one,two", "authorization: Bearer one,Bearer two",
			"Idempotency-Key: one,two" })
	void whatNamesSomebodyIsRefusedWhereItMayHaveBeenJoined(String header) {
		String[] parts = header.split(": ", 2);
		STUB.forget();
		for (Kind kind : List.of(Kind.URL, Kind.HTTP_API)) {
			Answered answered = send(kind, "/", "", Map.of(parts[0], parts[1]), new byte[0]);
			assertThat(answered.status()).isEqualTo(400);
			assertThat(answered.text()).contains("exactly once").doesNotContain(parts[1]);
		}
		assertThat(STUB.asked()).isFalse();
		assertThat(send(Kind.REST_API, "/", "", Map.of(parts[0], parts[1]), new byte[0]).status()).isEqualTo(200);
	}

	@Test
	void aSignatureOfThePlatformMayHaveCommas() {
		String signature = "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=c";
		send(Kind.URL, "/", "", Map.of("authorization", signature), new byte[0]);
		assertThat(STUB.seen().headers()).containsEntry("Authorization", List.of(signature));
	}

	@Test
	void aHostThatIsNoneEndsNothing() {
		assertThat(send(Kind.REST_API, "/", "", Map.of("host", "x:70000"), new byte[0]).status()).isEqualTo(200);
		assertThat(send(Kind.URL, "/", "", Map.of(), new byte[0]).status()).isEqualTo(200);
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
	void aScheduleHasTheWorkDoneThatNoThreadDoes() {
		Result result = API.invoke("{\"agent-service\":\"upkeep\"}", Duration.ofSeconds(30)).result().join();
		assertThat(result.isWhole()).isTrue();
		assertThat(UPKEPT).singleElement()
			.satisfies((left) -> assertThat(left).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(28)));
	}

	@Test
	void anAnswerThatIsRefusedIsTheLossOfItsInvocationAlone() {
		API.refuseOne();
		assertThatThrownBy(() -> send(Kind.URL, "/", "", Map.of(), new byte[0])).hasMessageContaining("refused");
		assertThat(send(Kind.URL, "/", "", Map.of(), new byte[0]).status()).isEqualTo(200);
	}

}
