package dev.agentservice.simulator.dialect;

import java.util.UUID;

import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.openai.OpenAiErrors;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * vLLM: ids longer than OpenAI takes, a call's name in each piece of it, thoughts in
 * {@code reasoning_content} and in {@code reasoning}, errors without a member
 * {@code error}.
 *
 * @see <a href=
 * "https://docs.vllm.ai/en/stable/serving/openai_compatible_server/">OpenAI-compatible
 * server</a>
 */
final class Vllm extends LocalServer {

	Vllm() {
		super("vllm");
	}

	@Override
	protected String newCallId(String tool, int index) {
		return "chatcmpl-tool-" + UUID.randomUUID().toString().replace("-", "");
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		message.put("reasoning_content", piece).put("reasoning", piece);
	}

	@Override
	protected ObjectNode moreOf(int index, ToolCall call, String fragment) {
		ObjectNode more = Json.object().put("index", index).put("id", call.id()).put("type", "function");
		more.putObject("function").put("name", call.name()).put("arguments", fragment);
		return more;
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		return plainUsage(prompt.total(), generation.tokens()).putNull("prompt_tokens_details");
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 404 -> new Refusal(404, "NotFoundError", "The model `x` does not exist.");
			case 503 -> new Refusal(503, "ServiceUnavailableError", "The server is overloaded.");
			default -> (status < 500) ? OpenAiErrors.ofStatus(status)
					: new Refusal(status, "InternalServerError", "EngineCore encountered an issue.");
		};
	}

	@Override
	protected Refusal contextTooLong(int tokens, int window) {
		return new Refusal(400, "BadRequestError",
				"This model's maximum context length is " + window + " tokens. However, your request has " + tokens
						+ " input tokens. Please reduce the length of the "
						+ "input messages. (parameter=input_tokens, value=" + tokens + ")");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		return Json.object()
			.put("object", "error")
			.put("message", refusal.message())
			.put("type", refusal.type())
			.putNull("param")
			.put("code", refusal.status());
	}

}
