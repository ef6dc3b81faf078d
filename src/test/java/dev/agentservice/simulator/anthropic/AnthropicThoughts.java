package dev.agentservice.simulator.anthropic;

import java.util.List;
import java.util.Optional;

import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.chat.Thoughts;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.anthropic.AnthropicRules.demand;

/**
 * What Anthropic checks of the thoughts that come back: each is its own and unchanged,
 * and while tools are called none is missing.
 *
 * @see <a href=
 * "https://docs.claude.com/en/docs/build-with-claude/extended-thinking">Extended
 * thinking</a>
 */
final class AnthropicThoughts {

	private AnthropicThoughts() {
	}

	static void check(JsonNode body, Thoughts thoughts) throws Refusal {
		JsonNode messages = body.path("messages");
		int task = lastTask(messages);
		boolean demanded = body.at("/thinking/type").asString("").equals("enabled");
		for (int i = 0; i < messages.size(); i++) {
			List<JsonNode> blocks = AnthropicContent.blocks(messages.path(i).path("content"));
			for (int j = 0; j < blocks.size(); j++) {
				checkBlock(blocks.get(j), "messages." + i + ".content." + j, thoughts);
			}
			demand(!isThought(blocks.getLast()),
					"messages." + i + ": The final block in an assistant message cannot be `thinking`.");
			if (i > task) {
				checkKept(blocks, i, demanded, thoughts);
			}
		}
	}

	private static void checkBlock(JsonNode block, String place, Thoughts thoughts) throws Refusal {
		if (AnthropicContent.is(block, "thinking")) {
			demand(block.path("signature").isString(), place + ".thinking.signature: Field required");
			demand(thoughts.signed(block.path("thinking").asString(""), block.path("signature").asString("")),
					place + ": Invalid `signature` in `thinking` block");
		}
		else if (AnthropicContent.is(block, "redacted_thinking")) {
			demand(thoughts.sealed(block.path("data").asString("")),
					place + ": Invalid `data` in `redacted_thinking` block");
		}
	}

	/** A turn that began with a thought and called tools comes back with that thought. */
	private static void checkKept(List<JsonNode> blocks, int index, boolean demanded, Thoughts thoughts)
			throws Refusal {
		Optional<String> id = blocks.stream()
			.filter((block) -> AnthropicContent.is(block, "tool_use"))
			.map((block) -> block.path("id").asString(""))
			.findFirst();
		if (id.isPresent()) {
			boolean thought = thoughts.before(id.get()).filter((text) -> !text.isEmpty()).isPresent();
			demand(!(thought || demanded) || isThought(blocks.getFirst()), "messages." + index
					+ ".content.0.type: Expected `thinking` or `redacted_thinking`, but found `"
					+ blocks.getFirst().path("type").asString("")
					+ "`. When `thinking` is enabled, a final `assistant` message must start with a thinking block "
					+ "(preceeding the lastmost set of `tool_use` and `tool_result` blocks).");
		}
	}

	private static int lastTask(JsonNode messages) {
		int task = messages.size() - 1;
		while (task > 0 && !(messages.path(task).path("role").asString("").equals("user")
				&& AnthropicContent.blocks(messages.path(task), "tool_result").findAny().isEmpty())) {
			task--;
		}
		return task;
	}

	private static boolean isThought(JsonNode block) {
		return AnthropicContent.is(block, "thinking") || AnthropicContent.is(block, "redacted_thinking");
	}

}
