package dev.agentservice.simulator.dialect;

import java.io.IOException;
import java.util.Map;

import dev.agentservice.simulator.chat.Completion;
import dev.agentservice.simulator.chat.Json;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.http.EventStream;
import dev.agentservice.simulator.http.HttpRequest;
import dev.agentservice.simulator.openai.OpenAiDialect;
import dev.agentservice.simulator.openai.OpenAiErrors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Azure OpenAI: its own header for the key, a version in the query, and the results of
 * its content filter in chunks that have no choice, or a choice that says nothing.
 *
 * @see <a href="https://learn.microsoft.com/azure/ai-foundry/openai/reference">Azure
 * OpenAI's REST API</a>
 */
final class Azure extends OpenAiDialect {

	private static final Map<String, Boolean> SAFE = Map.of("filtered", false);

	Azure() {
		super("azure");
	}

	@Override
	protected void authenticate(HttpRequest request) throws Refusal {
		if (request.header("api-key") == null && request.header("authorization") == null) {
			throw new Refusal(401, "", "401", null, "Access denied due to invalid subscription key or wrong API "
					+ "endpoint. Make sure to provide a valid key for an active subscription.");
		}
		if (!request.query().contains("api-version=")) {
			throw new Refusal(404, "", "404", null, "Resource not found");
		}
	}

	@Override
	protected void beforeFirstChunk(Completion completion, EventStream events) throws IOException {
		ObjectNode chunk = Json.object().put("id", "").put("object", "").put("created", 0).put("model", "");
		chunk.putArray("choices");
		chunk.putArray("prompt_filter_results")
			.addObject()
			.put("prompt_index", 0)
			.set("content_filter_results", filterResults());
		events.send(Json.text(chunk));
	}

	@Override
	protected void afterLastChunk(Completion completion, EventStream events) throws IOException {
		ObjectNode chunk = Json.object().put("id", "").put("object", "").put("created", 0).put("model", "");
		ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0).putNull("finish_reason");
		choice.set("content_filter_results", filterResults());
		choice.putObject("content_filter_offsets").put("check_offset", 0).put("start_offset", 0).put("end_offset", 9);
		events.send(Json.text(chunk));
	}

	@Override
	protected Refusal refusal(int status) {
		return switch (status) {
			case 429 -> new Refusal(429, "", "429", null, "Requests to the ChatCompletions_Create Operation under "
					+ "Azure OpenAI API have exceeded token rate limit of your current pricing tier.");
			case 500 -> new Refusal(500, "", "InternalServerError", null, "Backend returned unexpected response.");
			default -> OpenAiErrors.ofStatus(status);
		};
	}

	@Override
	protected Refusal contentFiltered() {
		return new Refusal(400, "", "content_filter", "prompt", "The response was filtered due to the prompt "
				+ "triggering Azure OpenAI's content management policy. Please modify your prompt and retry.");
	}

	@Override
	protected JsonNode document(Refusal refusal) {
		ObjectNode error = Json.object()
			.put("message", refusal.message())
			.put("type", refusal.type().isEmpty() ? null : refusal.type())
			.put("param", refusal.param().orElse(null))
			.put("code", refusal.code().orElse(null));
		if (refusal.code().filter("content_filter"::equals).isPresent()) {
			error.put("status", refusal.status());
			error.putObject("innererror")
				.put("code", "ResponsibleAIPolicyViolation")
				.putObject("content_filter_result")
				.putObject("violence")
				.put("filtered", true)
				.put("severity", "medium");
		}
		return Json.object().set("error", error);
	}

	private static ObjectNode filterResults() {
		ObjectNode results = Json.object();
		for (String kind : new String[] { "hate", "self_harm", "sexual", "violence" }) {
			SAFE.forEach(results.putObject(kind)::put);
		}
		return results;
	}

}
