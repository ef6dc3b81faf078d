package dev.agentservice.llm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.llm.ModelException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class ProviderErrorTests {

	private static String openAi(String type, String code, String message) {
		return """
				{"error": {"message": "%s", "type": "%s", "param": null, "code": "%s"}}""".formatted(message, type,
				code);
	}

	private static String anthropic(String type, String message) {
		return """
				{"type": "error", "error": {"type": "%s", "message": "%s"}, "request_id": "req_1"}""".formatted(type,
				message);
	}

	static Stream<Arguments> openAiErrors() {
		return Stream.of(
				arguments(401, openAi("invalid_request_error", "invalid_api_key", "Incorrect API key"),
						Kind.UNAUTHORIZED),
				arguments(403, openAi("invalid_request_error", "unsupported_country", "No"), Kind.UNAUTHORIZED),
				arguments(404, openAi("invalid_request_error", "model_not_found", "No such model"), Kind.UNKNOWN_MODEL),
				arguments(400,
						openAi("invalid_request_error", "context_length_exceeded",
								"This model's maximum context length is 8192 tokens."),
						Kind.CONTEXT_TOO_LONG),
				arguments(400, """
						{"object": "error", "message": "This model's maximum context length is 4096 tokens.",
						 "type": "BadRequestError", "param": null, "code": 400}""", Kind.CONTEXT_TOO_LONG),
				arguments(400, openAi("invalid_request_error", "content_filter", "The response was filtered"),
						Kind.CONTENT_FILTERED),
				arguments(400, openAi("invalid_request_error", "content_policy_violation", "No"),
						Kind.CONTENT_FILTERED),
				arguments(400, openAi("invalid_request_error", "invalid_value", "Bad temperature"), Kind.REJECTED),
				arguments(422, "{\"detail\": []}", Kind.REJECTED), arguments(408, "", Kind.TIMEOUT),
				arguments(429, openAi("insufficient_quota", "insufficient_quota", "You exceeded your quota"),
						Kind.RATE_LIMITED),
				arguments(500, openAi("server_error", "server_error", "Oops"), Kind.UNAVAILABLE),
				arguments(503, "<html>Service unavailable</html>", Kind.UNAVAILABLE),
				arguments(404, "{\"error\": \"model 'x' not found\"}", Kind.UNKNOWN_MODEL),
				arguments(302, "", Kind.MALFORMED));
	}

	static Stream<Arguments> anthropicErrors() {
		return Stream.of(arguments(401, anthropic("authentication_error", "invalid x-api-key"), Kind.UNAUTHORIZED),
				arguments(403, anthropic("permission_error", "No"), Kind.UNAUTHORIZED),
				arguments(404, anthropic("not_found_error", "model: claude-x"), Kind.UNKNOWN_MODEL),
				arguments(400, anthropic("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
						Kind.CONTEXT_TOO_LONG),
				arguments(400,
						anthropic("invalid_request_error",
								"input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"),
						Kind.CONTEXT_TOO_LONG),
				arguments(413, anthropic("request_too_large", "Request too large"), Kind.CONTEXT_TOO_LONG),
				arguments(400, anthropic("invalid_request_error", "Output blocked by content filtering policy"),
						Kind.CONTENT_FILTERED),
				arguments(400, anthropic("invalid_request_error", "max_tokens: too large"), Kind.REJECTED),
				arguments(429, anthropic("rate_limit_error", "Slow down"), Kind.RATE_LIMITED),
				arguments(500, anthropic("api_error", "Internal server error"), Kind.UNAVAILABLE),
				arguments(529, anthropic("overloaded_error", "Overloaded"), Kind.UNAVAILABLE));
	}

	@ParameterizedTest
	@MethodSource("openAiErrors")
	void everyErrorOfOpenAisProtocolHasItsKind(int status, String body, Kind kind) throws Exception {
		assertKind(Protocol.OPENAI, status, body, kind);
	}

	@ParameterizedTest
	@MethodSource("anthropicErrors")
	void everyErrorOfAnthropicsProtocolHasItsKind(int status, String body, Kind kind) throws Exception {
		assertKind(Protocol.ANTHROPIC, status, body, kind);
	}

	private static void assertKind(Protocol protocol, int status, String body, Kind kind) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.json(status, body))) {
			assertThat(failure(test, false).kind()).isEqualTo(kind);
			assertThat(failure(test, true).kind()).isEqualTo(kind);
			assertThat(test.server().requests()).as("nothing is tried twice").hasSize(2);
		}
	}

	@ParameterizedTest
	@CsvSource({ "overloaded_error, UNAVAILABLE", "api_error, UNAVAILABLE", "rate_limit_error, RATE_LIMITED",
			"invalid_request_error, REJECTED", "authentication_error, UNAUTHORIZED" })
	void anErrorEventInAnAnthropicStreamEndsTheCall(String type, Kind kind) throws Exception {
		String begun = AnthropicWireTests.STREAM.substring(0,
				AnthropicWireTests.STREAM.indexOf("event: message_delta"));
		String error = "event: error\ndata: " + anthropic(type, "Overloaded").strip() + "\n\n";
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> server.stream(begun + error))) {
			assertThat(failure(test, true).kind()).isEqualTo(kind);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"error\":{\"message\":\"Provider died\",\"type\":\"server_error\",\"code\":null}}",
			"{\"id\":\"x\",\"error\":{\"code\":502,\"message\":\"Bad gateway\"},\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}]}" })
	void anErrorChunkInAnOpenAiStreamEndsTheCallThoughTheMarkerFollows(String chunk) throws Exception {
		String stream = OpenAiWireTests.STREAM.replace("data: [DONE]", "data: " + chunk + "\n\ndata: [DONE]");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertThat(failure(test, true).kind()).isEqualTo(Kind.UNAVAILABLE);
		}
	}

	@Test
	void anAnswerThatOnlyTalksAboutErrorsIsNone() throws Exception {
		String stream = OpenAiWireTests.STREAM.replace(" there.", "{\\\"error\\\": {\\\"code\\\": 500}}");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertThat(test.call(true).message().text()).isEqualTo("Hello{\"error\": {\"code\": 500}}");
		}
	}

	@Test
	void theProvidersWishToWaitIsPassedOn() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.json(429, "{}", "Retry-After: 17"))) {
			assertThat(failure(test, false).retryAfter()).isEqualTo(Duration.ofSeconds(17));
		}
	}

	@Test
	void theWishMayBeADate() {
		Instant now = Instant.parse("2026-11-23T10:00:00Z");
		String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.plusSeconds(90).atOffset(ZoneOffset.UTC));
		assertThat(RetryAfter.parse(date, now)).isEqualTo(Duration.ofSeconds(90));
		assertThat(RetryAfter.parse(date, now.plusSeconds(3600))).isEqualTo(Duration.ZERO);
	}

	@Test
	void wishesThatMakeNoSenseAreNone() {
		Instant now = Instant.EPOCH;
		assertThat(List.of("soon", "-5", "1x", " "))
			.allSatisfy((value) -> assertThat(RetryAfter.parse(value, now)).isNull());
		assertThat(RetryAfter.parse("1.5", now)).isEqualTo(Duration.ofMillis(1500));
		assertThat(RetryAfter.parse("99999999999999999999", now)).isEqualTo(Duration.ofDays(1));
	}

	@Test
	void noMessageRepeatsWhatTheProviderSaid() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI,
				(server) -> server.json(400, openAi("x", "y", "the prompt was: my secret")))) {
			assertThat(failure(test, false)).hasMessage("p/some/model failed: REJECTED")
				.hasStackTraceContaining("status 400")
				.satisfies((ex) -> assertThat(ex.getCause()).hasMessageNotContaining("secret"));
		}
	}

	@Test
	void aModelOfAnUnknownProviderIsUnknown() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, "{}"))) {
			ModelId model = ModelId.parse("elsewhere/model");
			ModelRequest request = new ModelRequest(model, TestGateway.MESSAGES, List.of(), 1,
					TestGateway.request().deadline());
			assertThat(test.gateway().serves(model)).isFalse();
			assertThat(catchThrowableOfType(ModelException.class, () -> test.call(request)).kind())
				.isEqualTo(Kind.UNKNOWN_MODEL);
		}
	}

	private static ModelException failure(TestGateway test, boolean streamed) {
		return catchThrowableOfType(ModelException.class, () -> test.call(streamed));
	}

}
