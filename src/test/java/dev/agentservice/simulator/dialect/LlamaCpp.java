package dev.agentservice.simulator.dialect;

import java.io.IOException;

import dev.agentservice.simulator.chat.Generation;
import dev.agentservice.simulator.chat.Ids;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Reply;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.usage.PromptTokens;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * llama.cpp's server: thoughts between tags in the text, timings beside the usage, errors
 * on a line that is no event's data, no end marker.
 *
 * @see <a href=
 * "https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md">llama.cpp's
 * server</a>
 */
final class LlamaCpp extends LocalServer {

	LlamaCpp() {
		super("llamacpp");
	}

	@Override
	protected String newCallId(String tool, int index) {
		return Ids.random("") + Ids.random("").substring(0, 8);
	}

	@Override
	protected void think(ObjectNode message, String piece, boolean first) {
		message.put("content", first ? "<think>\n" + piece : piece);
	}

	@Override
	protected void endThought(ObjectNode message, Reply reply) {
		message.put("content", message.path("content").asString("") + "\n</think>\n\n");
	}

	@Override
	protected void say(ObjectNode message, String piece) {
		message.put("content", message.path("content").asString("") + piece);
	}

	@Override
	protected void decorate(ObjectNode document) {
		document.put("system_fingerprint", "b4711-simulated");
	}

	@Override
	protected ObjectNode usage(PromptTokens prompt, Generation generation) {
		ObjectNode usage = super.usage(prompt, generation);
		usage.putObject("timings").put("prompt_ms", 12.5).put("predicted_per_second", 48.3);
		return usage;
	}

	@Override
	protected void endMarker(EventStream events) {
		// The body just ends.
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 503 -> new Refusal(503, "unavailable_error", "Loading model");
			default -> new Refusal(status, "server_error", "Failed to decode");
		};
	}

	@Override
	protected Refusal contextTooLong(int tokens, int window) {
		return new Refusal(400, "exceed_context_size_error", "the request exceeds the available context size. try "
				+ "increasing the context size or enable context shift");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		ObjectNode error = Json.object()
			.put("code", refusal.status())
			.put("message", refusal.message())
			.put("type", refusal.type());
		if (refusal.type().startsWith("exceed_context")) {
			error.put("n_prompt_tokens", 208_310).put("n_ctx", 200_000);
		}
		return Json.object().set("error", error);
	}

	@Override
	protected void error(Refusal refusal, EventStream events) throws IOException {
		events.line("error: " + Json.text(document(refusal).path("error")));
	}

}
