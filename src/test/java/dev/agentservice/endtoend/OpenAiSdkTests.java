package dev.agentservice.endtoend;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.models.Model;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * OpenAI's own Java client, unchanged.
 */
@BesideOthers
class OpenAiSdkTests {

	private static final int REQUESTS = 40;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest()
		.with("agent-service.rate-limits.user-requests.capacity", REQUESTS)
		.with("agent-service.rate-limits.user-requests.period", "10m");

	private static OpenAIClient ada;

	private static OpenAIClient bob;

	private static OpenAIClient stranger;

	@BeforeAll
	static void start() {
		ada = client(ReplicaSettings.ADAS_KEY);
		bob = client(ReplicaSettings.BOBS_KEY);
		stranger = client("unknown");
	}

	@AfterAll
	static void stop() {
		List.of(ada, bob, stranger).forEach(OpenAIClient::close);
	}

	@Test
	void aPlainAnswer() {
		service.anthropic().next(answer("Hello, Ada."));
		ChatCompletion completion = ada.chat().completions().create(ask("Hello").build());
		assertThat(completion.id()).matches("chatcmpl-[0-9A-HJKMNP-TV-Z]{26}");
		assertThat(completion.model()).isEqualTo("assistant");
		assertThat(Duration.ofSeconds(System.currentTimeMillis() / 1000 - completion.created()).abs())
			.isLessThan(Duration.ofMinutes(1));
		assertThat(completion.choices().getFirst().message().content()).contains("Hello, Ada.");
		assertThat(completion.choices().getFirst().finishReason()).hasToString("stop");
		assertThat(completion.usage().orElseThrow().totalTokens()).isPositive();
		completion.validate();
	}

	@Test
	void aStreamedAnswer() {
		service.anthropic().next(answer("Nice to meet you, Ada."));
		ChatCompletionCreateParams params = ask("Hello")
			.streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
			.build();
		List<ChatCompletionChunk> chunks = chunks(params);
		assertThat(text(chunks)).isEqualTo("Nice to meet you, Ada.");
		assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isPositive();
		assertThat(chunks).extracting(ChatCompletionChunk::id).containsOnly(chunks.getFirst().id());
		chunks.forEach(ChatCompletionChunk::validate);
	}

	@Test
	void theToolsOfTheAgentRunOnThisSide() {
		service.anthropic()
			.next(toolCalls(call("calculator", "{\"expression\": \"17.5 / 100 * 2300\"}")), answer("402.5"));
		ChatCompletion completion = ada.chat().completions().create(ask("A sum, please.").build());
		assertThat(completion.choices().getFirst().message().content()).contains("402.5");
		assertThat(completion.choices().getFirst().message().toolCalls()).isEmpty();
		assertThat(service.anthropic().requests().getLast().freshResults()).extracting(Turn.ToolResult::text)
			.containsExactly("402.5");
	}

	@Test
	void whatTheModelSaysBeforeItsToolsStandsBeforeTheAnswer() {
		service.anthropic()
			.next(answerWithCalls("Let me see.", call("calculator", "{\"expression\": \"6*7\"}")), answer("42"));
		assertThat(text(chunks(ask("A sum, please.").build()))).isEqualTo("Let me see.\n\n42");
	}

	@Test
	void whatWasSaidBeforeReachesTheModel() {
		service.anthropic().next(answer("Ada."));
		ada.chat()
			.completions()
			.create(ChatCompletionCreateParams.builder()
				.model("assistant")
				.addUserMessage("I am Ada.")
				.addAssistantMessage("Hello, Ada.")
				.addSystemMessage("Be brief.")
				.addUserMessage("Who am I?")
				.build());
		assertThat(service.anthropic().requests().getLast().turns()).extracting(Turn::text)
			.endsWith("Be brief.\nI am Ada.", "Hello, Ada.", "Who am I?");
	}

	@Test
	void anAnswerThatReachesItsCapSaysSo() {
		service.anthropic().next(answer("word ".repeat(200)));
		ChatCompletion completion = ada.chat().completions().create(ask("Talk.").maxCompletionTokens(20).build());
		assertThat(completion.choices().getFirst().finishReason()).hasToString("length");
		assertThat(completion.usage().orElseThrow().completionTokens()).isLessThanOrEqualTo(20);
	}

	@Test
	void theAgentsAreTheModels() {
		assertThat(ada.models().list().autoPager()).extracting(Model::id).contains("assistant", "analyst");
		assertThat(ada.models().retrieve("assistant").ownedBy()).isEqualTo("agent-service");
	}

	@Test
	void aStrangerIsUnauthorized() {
		assertThatExceptionOfType(UnauthorizedException.class)
			.isThrownBy(() -> stranger.chat().completions().create(ask("Hello").build()))
			.satisfies((error) -> assertError(error, "invalid_request_error", "invalid_api_key", null));
	}

	@Test
	void anUnknownModelIsNotFound() {
		assertThatExceptionOfType(NotFoundException.class)
			.isThrownBy(() -> ada.chat().completions().create(ask("Hello").model("gpt-5.4").build()))
			.satisfies((error) -> assertError(error, "invalid_request_error", "model_not_found", "model"));
		assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> ada.models().retrieve("nobody"))
			.satisfies((error) -> assertError(error, "invalid_request_error", "model_not_found", "model"));
	}

	@Test
	void anUnsupportedParameterIsABadRequestThatNamesIt() {
		assertThatExceptionOfType(BadRequestException.class)
			.isThrownBy(() -> ada.chat().completions().create(ask("Hello").n(2).build()))
			.satisfies((error) -> assertError(error, "invalid_request_error", "unsupported_parameter", "n"));
	}

	@Test
	void oneRequestTooManyIsToldWhenToComeBack() {
		service.anthropic().always(answer("Yes."));
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> {
			// On a busy machine some room comes back meanwhile.
			for (int i = 0; i <= 2 * REQUESTS; i++) {
				bob.chat().completions().create(ask("Go.").build());
			}
		}).satisfies((error) -> {
			assertError(error, "rate_limit_exceeded", "rate_limit_exceeded", null);
			assertThat(Long.parseLong(error.headers().values("Retry-After").getFirst())).isPositive();
			assertThat(error.headers().values("RateLimit").getFirst()).contains("\"user-requests\";r=0");
		});
	}

	@Test
	void modelsThatFailAreAServerError() {
		service.anthropic().always(status(529));
		service.openai().always(status(500));
		assertThatExceptionOfType(InternalServerException.class)
			.isThrownBy(() -> ada.chat().completions().create(ask("Hello").build()))
			.satisfies((error) -> assertThat(error.statusCode()).isEqualTo(503))
			.satisfies((error) -> assertError(error, "server_error", "models_unavailable", null));
	}

	@Test
	void aStreamThatFailsOnItsWayIsAnErrorAndNoAnswer() {
		service.anthropic().always(answer("Once upon a time there was a model.").cutAfterChunks(3));
		service.openai().always(status(500));
		assertThatExceptionOfType(SseException.class).isThrownBy(() -> chunks(ask("A tale, please.").build()));
	}

	@Test
	void whoClosesTheStreamStopsTheModel() {
		service.anthropic().next(answer("Once upon a time there was a model.").stallAfterChunks(3));
		long before = service.anthropic().traffic().clientsLeft();
		try (StreamResponse<ChatCompletionChunk> stream = ada.chat()
			.completions()
			.createStreaming(ask("A tale, please.").build())) {
			Iterator<ChatCompletionChunk> chunks = stream.stream().iterator();
			while (text(List.of(chunks.next())).isEmpty()) {
				assertThat(chunks).hasNext();
			}
		}
		await().until(() -> service.anthropic().traffic().clientsLeft() == before + 1);
	}

	private static OpenAIClient client(String key) {
		return OpenAIOkHttpClient.builder().baseUrl(service.baseUrl() + "/v1").apiKey(key).maxRetries(0).build();
	}

	private static ChatCompletionCreateParams.Builder ask(String task) {
		return ChatCompletionCreateParams.builder().model("assistant").addUserMessage(task);
	}

	private static List<ChatCompletionChunk> chunks(ChatCompletionCreateParams params) {
		try (StreamResponse<ChatCompletionChunk> stream = ada.chat().completions().createStreaming(params)) {
			return stream.stream().toList();
		}
	}

	private static String text(List<ChatCompletionChunk> chunks) {
		return chunks.stream()
			.flatMap((chunk) -> chunk.choices().stream())
			.flatMap((choice) -> choice.delta().content().stream())
			.collect(Collectors.joining());
	}

	private static void assertError(OpenAIServiceException error, String type, String code, @Nullable String param) {
		assertThat(error.type()).contains(type);
		assertThat(error.code()).contains(code);
		assertThat(error.param().orElse(null)).isEqualTo(param);
	}

}
