package dev.agentservice.llm;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says of what a provider sent what may be made of it, by reading it in the plainest way:
 * all of it, afterwards.
 *
 * @param finished whether its model said that it has ended, and nothing in it is an error
 * @param text all that it said
 * @param usage all the objects that tell a usage
 */
record WireOracle(boolean finished, String text, List<JsonNode> usage) {

	private static final Set<String> ENDS = Set.of("stop", "tool_calls", "end_turn", "tool_use");

	static WireOracle of(WireSeeds seed, List<WireEvent> events) {
		return switch (seed.protocol()) {
			case OPENAI -> openAi(events, seed.streamed() ? "delta" : "message");
			case ANTHROPIC -> seed.streamed() ? anthropic(events) : anthropicDocument(events);
		};
	}

	/**
	 * Whether the provider claims less of the prompt than was used, and nobody can know:
	 * where a cache is told apart from the rest, either may be nothing.
	 */
	boolean claimsLess() {
		return this.usage.stream()
			.filter((told) -> told.has("input_tokens") || !told.has("output_tokens"))
			.anyMatch(
					(told) -> isNothing(told.path("input_tokens")) || isNothing(told.path("cache_read_input_tokens")));
	}

	private static boolean isNothing(JsonNode count) {
		return count.isMissingNode() || count.isNull() || (count.isIntegralNumber() && count.asLong() == 0);
	}

	private static WireOracle openAi(List<WireEvent> events, String member) {
		StringBuilder text = new StringBuilder();
		List<JsonNode> usage = new ArrayList<>();
		boolean finished = false;
		boolean legal = true;
		for (WireEvent event : events) {
			if (event.json() == null) {
				break;
			}
			JsonNode choice = JsonMapper.shared().missingNode();
			for (JsonNode each : event.json().path("choices")) {
				if (choice.isMissingNode() && each.path("index").asInt(0) == 0) {
					choice = each;
				}
			}
			JsonNode said = choice.path(member);
			String content = content(said.path("content"));
			legal &= content.isEmpty() || !finished;
			text.append(content);
			finished |= ENDS.contains(choice.path("finish_reason").asString(""));
			legal &= !event.json().path("error").isContainer();
			add(usage, event.json().path("usage"));
		}
		return new WireOracle(finished && legal, text.toString(), usage);
	}

	private static String content(JsonNode content) {
		if (content.isString()) {
			return content.asString();
		}
		StringBuilder text = new StringBuilder();
		if (content.isArray()) {
			content
				.forEach((part) -> text.append(part.isString() ? part.asString() : stringOrNothing(part.path("text"))));
		}
		return text.toString();
	}

	private static WireOracle anthropic(List<WireEvent> events) {
		StringBuilder text = new StringBuilder();
		List<JsonNode> usage = new ArrayList<>();
		Map<Integer, String> blocks = new HashMap<>();
		boolean finished = false;
		boolean legal = true;
		for (WireEvent event : events) {
			JsonNode json = event.json();
			if (json == null || event.name().equals("message_stop")) {
				break;
			}
			String said = "";
			String kind = stringOrNothing(json.path("type"));
			switch (kind.isEmpty() ? event.name() : kind) {
				case "message_start" -> add(usage, json.at("/message/usage"));
				case "content_block_start" -> {
					if (json.path("content_block").isObject()) {
						String type = json.at("/content_block/type").asString("");
						blocks.put(json.path("index").asInt(0), type);
						said = type.equals("text") ? stringOrNothing(json.at("/content_block/text")) : "";
					}
				}
				case "content_block_delta" -> said = "text".equals(blocks.get(json.path("index").asInt(0)))
						? stringOrNothing(json.at("/delta/text")) : "";
				case "message_delta" -> {
					finished |= ENDS.contains(json.at("/delta/stop_reason").asString(""));
					add(usage, json.path("usage"));
				}
				default -> {
					// Says nothing.
				}
			}
			legal &= said.isEmpty() || !finished;
			text.append(said);
		}
		return new WireOracle(finished && legal, text.toString(), usage);
	}

	private static WireOracle anthropicDocument(List<WireEvent> events) {
		StringBuilder text = new StringBuilder();
		List<JsonNode> usage = new ArrayList<>();
		JsonNode document = events.isEmpty() ? JsonMapper.shared().missingNode() : events.getFirst().json();
		if (document != null) {
			if (document.path("content").isArray()) {
				document.path("content").forEach((block) -> {
					if (block.path("type").asString("").equals("text")) {
						text.append(stringOrNothing(block.path("text")));
					}
				});
			}
			add(usage, document.path("usage"));
		}
		boolean finished = document != null && ENDS.contains(document.path("stop_reason").asString(""));
		return new WireOracle(finished, text.toString(), usage);
	}

	private static String stringOrNothing(JsonNode node) {
		return node.isString() ? node.asString() : "";
	}

	private static void add(List<JsonNode> usage, JsonNode told) {
		if (told.isObject()) {
			usage.add(told);
		}
	}

}
