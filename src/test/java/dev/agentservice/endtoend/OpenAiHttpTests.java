package dev.agentservice.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.held;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What OpenAI's clients do not show: raw answers, strange requests, end users.
 */
class OpenAiHttpTests {

	private static final String COMPLETIONS = "/v1/chat/completions";

	private static final String HELLO = "{\"model\": \"assistant\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	void anAnswerSaysWhichRunItIsAndWhatIsLeft() {
		service.anthropic().next(answer("Hello."));
		Answer answer = post(ReplicaSettings.ADAS_KEY, HELLO);
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.header("Content-Type")).startsWith("application/json");
		assertThat(answer.member("id")).isEqualTo("chatcmpl-" + answer.header("X-Run-Id").substring("run_".length()));
		assertThat(answer.header("RateLimit")).contains("\"user-requests\";r=");
		assertThat(answer.json().at("/choices/0/message").toString())
			.isEqualTo("{\"role\":\"assistant\",\"content\":\"Hello.\",\"refusal\":null}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsIgnoredIsNamed(boolean stream) {
		service.anthropic().always(answer("Hello."));
		String plain = HELLO.replace("{\"model\"", "{\"stream\": " + stream + ", \"model\"");
		Answer answer = post(ReplicaSettings.ADAS_KEY,
				plain.replace("{\"stream\"", "{\"seed\": 7, \"temperature\": 0, \"tools\": [], \"stream\""));
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		assertThat(answer.header("X-Agent-Ignored")).isEqualTo("temperature, seed");
		assertThat(post(ReplicaSettings.ADAS_KEY, plain).header("X-Agent-Ignored")).isEmpty();
	}

	@Test
	void everyAnswerHasARequestIdAndErrorsToo() {
		service.anthropic().always(answer("Hello."));
		List<String> ids = Stream
			.of(post(ReplicaSettings.ADAS_KEY, HELLO), post(ReplicaSettings.ADAS_KEY, "{"), post("unknown", HELLO),
					send("GET", "/v1/nothing", ReplicaSettings.ADAS_KEY, ""))
			.map((answer) -> answer.header("x-request-id"))
			.toList();
		assertThat(ids).doesNotHaveDuplicates().allMatch((id) -> id.matches("[0-9a-f]{32}"));
	}

	@Test
	void aStreamEndsWithDone() {
		service.anthropic().next(answer("Hello."));
		Answer answer = post(ReplicaSettings.ADAS_KEY, HELLO.replace("{\"model\"", "{\"stream\": true, \"model\""));
		assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
		assertThat(answer.header("X-Run-Id")).startsWith("run_");
		assertThat(answer.text()).contains("\"delta\":{\"role\":\"assistant\",\"content\":\"\"}")
			.doesNotContain("usage")
			.endsWith("data: [DONE]\n\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/v1", "/v1/models", "/v1/chat/completions", "/v1/nothing" })
	void aStrangerIsToldSoInOpenAisWords(String path) {
		Answer answer = service.http().request("GET", path, Map.of("Accept", "text/html"), new byte[0]);
		assertError(answer, 401, "invalid_request_error", "invalid_api_key");
		assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
	}

	@ParameterizedTest
	@CsvSource({ "GET, /v1/nothing, 404, not_found", "GET, /v1/models/nobody, 404, model_not_found",
			"GET, /v1/chat/completions, 405, method_not_allowed", "POST, /v1/models, 405, method_not_allowed",
			"POST, /v1/embeddings, 404, not_found", "GET, /v1/%ZZ, 400, invalid_request",
			"GET, /v1/models/a;b, 400, invalid_request", "GET, /v1//models, 400, invalid_request",
			"GET, /v1/models/%00, 400, invalid_request" })
	void whateverIsWrongUnderV1IsSaidInOpenAisWords(String method, String path, int status, String code) {
		assertError(send(method, path, ReplicaSettings.ADAS_KEY, ""), status, "invalid_request_error", code);
	}

	@Test
	void aCredentialWithoutTheScopeIsForbidden() {
		assertError(send("GET", "/v1/models", ReplicaSettings.OPS_KEY, ""), 403, "permission_error", "forbidden");
	}

	@Test
	void aBodyThatIsNoJsonIsRefusedInOpenAisWords() {
		assertError(post(ReplicaSettings.ADAS_KEY, "{"), 400, "invalid_request_error", "invalid_request");
		Map<String, String> headers = new HashMap<>(headers(ReplicaSettings.ADAS_KEY));
		headers.put("Content-Type", "text/plain");
		assertError(service.http().request("POST", COMPLETIONS, headers, HELLO.getBytes(StandardCharsets.UTF_8)), 415,
				"invalid_request_error", "unsupported_media_type");
		assertError(post(ReplicaSettings.ADAS_KEY, HELLO.replace("Hello", "x".repeat(200_001))), 413,
				"invalid_request_error", "input_too_large");
	}

	@Test
	void allOtherPathsKeepTheirProblemDocuments() {
		Answer answer = send("GET", "/nothing", ReplicaSettings.ADAS_KEY, "");
		assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
		assertThat(answer.member("code")).isEqualTo("not_found");
	}

	@Test
	void theBodyNamesTheEndUserOfAKeyThatActsOnBehalf() {
		service.anthropic().always(answer("Hello."));
		Answer answer = post(ReplicaSettings.BACKENDS_KEY, withUser("carol"));
		assertThat(answer.status()).as(answer.text()).isEqualTo(200);
		Answer nobody = post(ReplicaSettings.BACKENDS_KEY, HELLO);
		assertError(nobody, 400, "invalid_request_error", "invalid_request");
		assertThat(nobody.json().at("/error/param").asString()).isEqualTo("user");
		assertThat(send("GET", "/v1/models", ReplicaSettings.BACKENDS_KEY, "").status()).isEqualTo(200);
	}

	@Test
	void nobodyElseMayNameAnotherUser() {
		service.anthropic().always(answer("Hello."));
		assertError(post(ReplicaSettings.ADAS_KEY, withUser("bob")), 403, "permission_error", "forbidden");
		assertThat(post(ReplicaSettings.ADAS_KEY, withUser("ada")).status()).isEqualTo(200);
	}

	@Test
	void theSameIdempotencyKeyIsTheSameRun() {
		service.anthropic().next(answer("Once."));
		Answer first = retry("once", HELLO);
		Answer second = retry("once", HELLO.replace(": ", ":  "));
		assertThat(second.status()).as(second.text()).isEqualTo(200);
		assertThat(second.text()).isEqualTo(first.text());
		assertThat(service.anthropic().requests()).hasSize(1);
		assertError(retry("once", HELLO.replace("Hello", "Bye")), 422, "invalid_request_error",
				"idempotency_key_reused");
	}

	@Test
	void aRetryOfARunAtWorkIsToldWhereItIs() {
		CompletableFuture<Void> released = new CompletableFuture<>();
		service.anthropic().next(held(released, answer("At last.")));
		CompletableFuture<Answer> first = CompletableFuture.supplyAsync(() -> retry("at-work", HELLO));
		await().until(() -> service.anthropic().traffic().inFlight() == 1);
		Answer refused = retry("at-work", HELLO);
		assertError(refused, 409, "invalid_request_error", "run_in_progress");
		released.complete(null);
		assertThat(refused.header("Location")).isEqualTo("/runs/" + first.join().header("X-Run-Id"));
	}

	@Test
	void theDescriptionSaysHowErrorsLook() {
		JsonNode paths = service.http().request("GET", "/v3/api-docs", Map.of(), new byte[0]).json().path("paths");
		JsonNode operation = paths.path(COMPLETIONS).path("post");
		for (String status : new String[] { "400", "401", "404", "429", "503" }) {
			assertThat(operation.path("responses").path(status).path("content").propertyNames()).as(status)
				.containsExactly("application/json");
		}
		assertThat(operation.at("/responses/429/content/application~1json/schema/$ref").asString(""))
			.isEqualTo("#/components/schemas/OpenAiError");
		assertThat(operation.at("/requestBody/content/application~1json/schema/properties").propertyNames())
			.contains("model", "messages", "stream");
		assertThat(operation.path("parameters").valueStream().map((parameter) -> parameter.path("name").asString()))
			.containsExactly("Idempotency-Key");
		assertThat(paths.path("/agent").path("post").at("/responses/429/content").propertyNames())
			.containsExactly("application/problem+json");
	}

	private static String withUser(String user) {
		return HELLO.replace("{\"model\"", "{\"user\": \"" + user + "\", \"model\"");
	}

	private static Map<String, String> headers(String key) {
		return Map.of("Authorization", "Bearer " + key, "Content-Type", "application/json");
	}

	private static Answer retry(String name, String body) {
		Map<String, String> headers = new HashMap<>(headers(ReplicaSettings.BOBS_KEY));
		headers.put("Idempotency-Key", name);
		return service.http().request("POST", COMPLETIONS, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	private static Answer post(String key, String body) {
		return send("POST", COMPLETIONS, key, body);
	}

	private static Answer send(String method, String path, String key, String body) {
		return service.http().request(method, path, headers(key), body.getBytes(StandardCharsets.UTF_8));
	}

	private static void assertError(Answer answer, int status, String type, String code) {
		assertThat(answer.status()).as(answer.text()).isEqualTo(status);
		assertThat(answer.header("Content-Type")).startsWith("application/json");
		assertThat(answer.json().propertyNames()).containsExactly("error");
		JsonNode error = answer.json().path("error");
		assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
		assertThat(error.path("type").asString()).isEqualTo(type);
		assertThat(error.path("code").asString()).isEqualTo(code);
		assertThat(error.path("message").asString()).isNotBlank();
	}

}
