package dev.agentservice.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.agentservice.support.BesideOthers;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.anthropic.AnthropicChatModel;
import dev.langchain4j.model.anthropic.AnthropicStreamingChatModel;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.FinishReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The simulators against clients that somebody else wrote for the real providers.
 */
@BesideOthers
class LangChain4jTests {

	private static final String TASK = "What is 17.5 % of 2300, and what time is it in Tokyo?";

	private static final List<ToolSpecification> TOOLS = List.of(
			tool("calculator", "Evaluates an arithmetic expression.", "expression"),
			tool("current_time", "The current time in a time zone.", "zone"));

	@AutoClose
	private static final Simulator simulator = Simulator.start();

	@AfterEach
	void clear() {
		simulator.clear();
	}

	@ParameterizedTest
	@EnumSource
	void toolsAreCalledInParallelThenTheirResultsAnswered(Wire wire) {
		assertConversation((request) -> model(wire).chat(request));
	}

	@ParameterizedTest
	@EnumSource
	void streamsCarryTheSameConversation(Wire wire) {
		assertConversation((request) -> {
			Collector collector = new Collector();
			streamingModel(wire).chat(request, collector);
			ChatResponse response = collector.response.orTimeout(30, TimeUnit.SECONDS).join();
			if (response.aiMessage().text() != null) {
				assertThat(String.join("", collector.deltas)).isEqualTo(response.aiMessage().text());
				assertThat(collector.deltas).hasSizeGreaterThan(3);
			}
			return response;
		});
	}

	@ParameterizedTest
	@EnumSource
	void errorsAreUnderstood(Wire wire) {
		wire.of(simulator).next(status(429));
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> model(wire).chat("Hello"));
	}

	@Test
	void aCutAnswerIsKnownAsSuch() {
		simulator.openai().next(answer("One two three four five."));
		ChatRequest request = ChatRequest.builder().messages(UserMessage.from("Count!")).maxOutputTokens(2).build();
		ChatResponse response = model(Wire.OPENAI).chat(request);
		assertThat(response.finishReason()).isEqualTo(FinishReason.LENGTH);
		assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(2);
	}

	private static void assertConversation(Function<ChatRequest, ChatResponse> model) {
		List<ChatMessage> messages = new ArrayList<>(List.of(UserMessage.from(TASK)));
		ChatResponse first = model.apply(request(messages));
		assertThat(first.finishReason()).isEqualTo(FinishReason.TOOL_EXECUTION);
		assertThat(first.tokenUsage().inputTokenCount()).isPositive();
		List<ToolExecutionRequest> calls = first.aiMessage().toolExecutionRequests();
		assertThat(calls).extracting((call) -> call.arguments().replaceAll("\\n *| (?=:)|(?<=:) ", ""))
			.containsExactly("{\"expression\":\"17.5 / 100 * 2300\"}", "{\"zone\":\"Asia/Tokyo\"}");
		messages.add(first.aiMessage());
		calls.forEach((call) -> messages.add(ToolExecutionResultMessage.from(call, "result of " + call.name())));
		ChatResponse second = model.apply(request(messages));
		assertThat(second.finishReason()).isEqualTo(FinishReason.STOP);
		assertThat(second.aiMessage().text()).contains("result of calculator", "result of current_time");
		assertThat((long) first.tokenUsage().outputTokenCount() + second.tokenUsage().outputTokenCount())
			.isEqualTo(simulator.billing().total().outputTokens());
	}

	private static ChatRequest request(List<ChatMessage> messages) {
		return ChatRequest.builder().messages(messages).toolSpecifications(TOOLS).build();
	}

	private static ToolSpecification tool(String name, String description, String argument) {
		JsonObjectSchema schema = JsonObjectSchema.builder().addStringProperty(argument).required(argument).build();
		return ToolSpecification.builder().name(name).description(description).parameters(schema).build();
	}

	private static ChatModel model(Wire wire) {
		return switch (wire) {
			case OPENAI -> OpenAiChatModel.builder()
				.httpClientBuilder(new BlockingLangChainHttp())
				.baseUrl(simulator.baseUrl())
				.apiKey("sk-test")
				.modelName("gpt-4.1-mini")
				.store(false)
				.maxRetries(0)
				.build();
			case ANTHROPIC -> AnthropicChatModel.builder()
				.httpClientBuilder(new BlockingLangChainHttp())
				.baseUrl(simulator.baseUrl())
				.apiKey("sk-ant")
				.modelName("claude-haiku-4-5")
				.maxRetries(0)
				.build();
		};
	}

	private static StreamingChatModel streamingModel(Wire wire) {
		return switch (wire) {
			case OPENAI -> OpenAiStreamingChatModel.builder()
				.httpClientBuilder(new BlockingLangChainHttp())
				.baseUrl(simulator.baseUrl())
				.apiKey("sk-test")
				.modelName("gpt-4.1-mini")
				.store(false)
				.build();
			case ANTHROPIC -> AnthropicStreamingChatModel.builder()
				.httpClientBuilder(new BlockingLangChainHttp())
				.baseUrl(simulator.baseUrl())
				.apiKey("sk-ant")
				.modelName("claude-haiku-4-5")
				.build();
		};
	}

	private static final class Collector implements StreamingChatResponseHandler {

		private final List<String> deltas = new ArrayList<>();

		private final CompletableFuture<ChatResponse> response = new CompletableFuture<>();

		@Override
		public void onPartialResponse(String delta) {
			this.deltas.add(delta);
		}

		@Override
		public void onCompleteResponse(ChatResponse whole) {
			this.response.complete(whole);
		}

		@Override
		public void onError(Throwable error) {
			this.response.completeExceptionally(error);
		}

	}

}
