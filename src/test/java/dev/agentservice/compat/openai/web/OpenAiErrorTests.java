package dev.agentservice.compat.openai.web;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.compat.openai.ModelNotFoundException;
import dev.agentservice.compat.openai.UnsupportedParameterException;
import dev.agentservice.support.problem.InvalidRequestException;
import dev.agentservice.support.problem.InvalidRequestException.InvalidField;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class OpenAiErrorTests {

	private final OpenAiProblems problems = new OpenAiProblems();

	@ParameterizedTest
	@CsvSource({ "INVALID_REQUEST, invalid_request_error, invalid_request",
			"UNAUTHENTICATED, invalid_request_error, invalid_api_key", "FORBIDDEN, permission_error, forbidden",
			"NOT_FOUND, invalid_request_error, not_found", "RUN_IN_PROGRESS, invalid_request_error, run_in_progress",
			"INPUT_TOO_LARGE, invalid_request_error, input_too_large",
			"IDEMPOTENCY_KEY_REUSED, invalid_request_error, idempotency_key_reused",
			"RATE_LIMITED, rate_limit_exceeded, rate_limit_exceeded",
			"BUDGET_EXCEEDED, insufficient_quota, insufficient_quota",
			"MODELS_UNAVAILABLE, server_error, models_unavailable", "MODELS_REFUSED, server_error, models_refused",
			"INTERNAL_ERROR, server_error, internal_error" })
	void everyProblemHasATypeAndACode(ProblemCode code, String type, String expected) {
		OpenAiError.Detail error = OpenAiError.of(new ProblemException(code, "Sorry.")).error();
		assertThat(error).isEqualTo(new OpenAiError.Detail("Sorry.", type, null, expected));
	}

	@Test
	void theFirstBadFieldIsTheParameterAndTheMessageNamesAll() {
		OpenAiError.Detail error = OpenAiError
			.of(new InvalidRequestException(
					List.of(new InvalidField("user", "must not be blank"), new InvalidField("n", "is bad"))))
			.error();
		assertThat(error.param()).isEqualTo("user");
		assertThat(error.message()).isEqualTo("The request has 2 invalid fields. user must not be blank; n is bad.");
	}

	@Test
	void anUnsupportedParameterIsNamed() {
		OpenAiError.Detail error = OpenAiError.of(new UnsupportedParameterException("messages[2].role")).error();
		assertThat(error.code()).isEqualTo("unsupported_parameter");
		assertThat(error.param()).isEqualTo("messages[2].role");
	}

	@Test
	void anUnknownModelIsNamed() {
		OpenAiError.Detail error = OpenAiError.of(new ModelNotFoundException("gpt-9")).error();
		assertThat(error.code()).isEqualTo("model_not_found");
		assertThat(error.message()).startsWith("The model 'gpt-9' does not exist");
	}

	@Test
	void whatIsNullIsThere() {
		assertThat(new String(this.problems.json(new ProblemException(ProblemCode.FORBIDDEN, "No.")),
				StandardCharsets.UTF_8))
			.isEqualTo("{\"error\":{\"message\":\"No.\",\"type\":\"permission_error\",\"param\":null,"
					+ "\"code\":\"forbidden\"}}");
	}

	@ParameterizedTest
	@CsvSource({ "RATE_LIMITED, 61", "BUDGET_EXCEEDED, 29760", "MODELS_UNAVAILABLE, 3600", "BUDGET_EXCEEDED,",
			"STORAGE_EXCEEDED,", "AGENT_DISABLED,", "RUN_CANCELLED,", "DEADLINE_EXCEEDED,", "JOURNAL_LOST," })
	void whatDoesNotPassWithinAMinuteIsNotAskedAgain(ProblemCode code, @Nullable Long seconds) {
		ProblemException problem = problem(code, seconds);
		assertThat(this.problems.retryHeaders(problem)).containsOnlyKeys("x-should-retry", "retry-after-ms")
			.containsEntry("x-should-retry", "false");
		OpenAiError.Detail error = OpenAiError.of(problem).error();
		assertThat(error.retryAfter()).isEqualTo(seconds);
		if (seconds != null) {
			assertThat(error.message()).matches("Sorry\\. Not before [0-9-]+T[0-9:]+Z\\.");
		}
	}

	@ParameterizedTest
	@CsvSource({ "RATE_LIMITED, 60", "BUDGET_EXCEEDED, 10", "MODELS_UNAVAILABLE, 5", "OVERLOADED, 1", "RATE_LIMITED,",
			"RUN_IN_PROGRESS,", "INTERNAL_ERROR,", "BUDGET_UNAVAILABLE,", "OWNER_LOST," })
	void whatPassesSoonHasTheRetryAfterThatItHasElsewhere(ProblemCode code, @Nullable Long seconds) {
		ProblemException problem = problem(code, seconds);
		assertThat(this.problems.retryHeaders(problem))
			.isEqualTo((seconds != null) ? Map.of("Retry-After", seconds.toString()) : Map.of());
		assertThat(OpenAiError.of(problem).error().retryAfter()).isNull();
	}

	@ParameterizedTest
	@EnumSource(value = ProblemCode.class,
			names = { "INVALID_REQUEST", "UNAUTHENTICATED", "NOT_FOUND", "INPUT_REJECTED" })
	void whatNoClientRepeatsNeedsNoAdvice(ProblemCode code) {
		assertThat(this.problems.retryHeaders(new ProblemException(code, "Sorry."))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1", "/v1/", "/v1/models", "/v1/chat/completions" })
	void itIsForEverythingUnderV1(String path) {
		assertThat(this.problems.covers(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "", "/v1x", "/agent", "/v3/api-docs" })
	void andForNothingElse(String path) {
		assertThat(this.problems.covers(path)).isFalse();
	}

	private static ProblemException problem(ProblemCode code, @Nullable Long seconds) {
		ProblemException problem = new ProblemException(code, "Sorry.");
		return (seconds != null) ? problem.retryAfter(Duration.ofSeconds(seconds)) : problem;
	}

}
