package dev.agentservice.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.agentservice.requirement.RequiresCommand;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * OpenAI's own JavaScript client, unchanged. {@code npm install} in {@code src/test/js}
 * brings it.
 */
@Tag("process")
@Tag("npm")
@RequiresCommand("node -e require('./src/test/js/node_modules/openai')")
class OpenAiNodeTests {

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	void aPlainAnswerOfAnAgentWithTools() {
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"6*7\"}")), answer("42."));
		JsonNode completion = node("plain");
		assertThat(completion.at("/choices/0/message/content").asString()).isEqualTo("42.");
		assertThat(completion.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
		assertThat(completion.at("/usage/total_tokens").asInt()).isPositive();
		assertThat(service.anthropic().requests().getFirst().userTexts()).containsExactly("Be brief.\nHello");
	}

	@Test
	void aStreamedAnswer() {
		service.anthropic().next(answer("Nice to meet you."));
		JsonNode stream = node("streamed");
		assertThat(stream.at("/text").asString()).isEqualTo("Nice to meet you.");
		assertThat(stream.at("/finish").asString()).isEqualTo("stop");
		assertThat(stream.at("/usage/completion_tokens").asInt()).isPositive();
	}

	@Test
	void theAgentsAreTheModels() {
		JsonNode models = node("models");
		assertThat(models.at("/models").valueStream().map(JsonNode::asString)).contains("assistant", "analyst");
		assertThat(models.at("/one/id").asString()).isEqualTo("assistant");
	}

	@Test
	void errorsAreThoseOfOpenAi() {
		assertThat(node("errors")).hasToString(JsonMapper.shared().readTree("""
				[{"name": "AuthenticationError", "status": 401, "type": "invalid_request_error",
				  "code": "invalid_api_key", "param": null},
				 {"name": "NotFoundError", "status": 404, "type": "invalid_request_error",
				  "code": "model_not_found", "param": "model"},
				 {"name": "NotFoundError", "status": 404, "type": "invalid_request_error",
				  "code": "model_not_found", "param": "model"},
				 {"name": "BadRequestError", "status": 400, "type": "invalid_request_error",
				  "code": "unsupported_parameter", "param": "n"}]""").toString());
	}

	@Test
	void aStreamThatFailsOnItsWayIsAnErrorAndNoAnswer() {
		service.anthropic().always(answer("Once upon a time there was a model.").cutAfterChunks(3));
		service.openai().always(status(500));
		assertThat(node("broken").at("/name").asString()).isEqualTo("APIError");
	}

	@Test
	void whoLeavesTheStreamStopsTheModel() {
		service.anthropic().next(answer("Once upon a time there was a model.").stallAfterChunks(3));
		long before = service.anthropic().traffic().clientsLeft();
		assertThat(node("leave").asString()).isEqualTo("left");
		await().until(() -> service.anthropic().traffic().clientsLeft() == before + 1);
	}

	private static JsonNode node(String scenario) {
		ProcessBuilder builder = new ProcessBuilder(List.of("node", "src/test/js/chat.js", scenario));
		builder.environment()
			.putAll(Map.of("OPENAI_BASE_URL", service.baseUrl() + "/v1", "OPENAI_API_KEY", ReplicaSettings.ADAS_KEY));
		try {
			Process process = builder.redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
			return JsonMapper.shared().readTree(output);
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
