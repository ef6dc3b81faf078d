package dev.agentservice.llm;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.refusal.RetryAfter;
import dev.agentservice.llm.settings.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
