package dev.agentservice.simulator.dialect;

import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Ollama: an empty reason to stop in each chunk before the last, all calls at index 0,
 * each whole, thoughts in {@code reasoning}.
 *
 * @see <a href="https://docs.ollama.com/api/openai-compatibility">OpenAI
 * compatibility</a>
 */
final class Ollama extends LocalServer {

	Ollama() {
		super("ollama");
	}

	@Override
	protected String newId() {
		return "chatcmpl-714";
	}

	@Override
	protected String newCallId(String tool, int index) {
		return "call_" + Ids.random("").substring(0, 8);
	}

	@Override
	protected String noReason() {
		return "";
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		message.put("content", "").put("reasoning", piece);
	}

	@Override
	protected boolean callsInOneChunk() {
		return true;
	}

	@Override
	protected int callIndex(int index) {
		return 0;
	}

	@Override
	protected void decorate(ObjectNode document) {
		document.put("system_fingerprint", "fp_ollama");
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 404 -> new Refusal(404, "not_found_error", "model 'x' not found");
			case 503 ->
				new Refusal(503, "api_error", "server busy, please try again. maximum pending requests exceeded");
			default -> new Refusal(status, "api_error", "llama runner process has terminated");
		};
	}

	@Override
	protected Refusal contextTooLong(int tokens, int window) {
		return new Refusal(400, "invalid_request_error",
				"the input length exceeds the context length (" + tokens + " > " + window + ")");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		ObjectNode error = Json.object()
			.put("message", refusal.message())
			.put("type", refusal.type())
			.putNull("param")
			.putNull("code");
		return Json.object().set("error", error);
	}

}
