package dev.agentservice.llm.wire.anthropic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.agentservice.llm.wire.Conversation;
import dev.agentservice.llm.wire.Conversation.Call;
import dev.agentservice.llm.wire.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The blocks of a model's turn in their order: signed thoughts keep their place between
 * texts and tool calls, unchanged.
 */
final class AssistantBlocks {

	private final Conversation.Assistant turn;

	private final List<ObjectNode> blocks = new ArrayList<>();

	private final Deque<Call> calls;

	private String text;

	private AssistantBlocks(Conversation.Assistant turn, boolean last) {
		this.turn = turn;
		this.calls = new ArrayDeque<>(turn.calls());
		// The last text must not end in blanks.
		this.text = (last && turn.calls().isEmpty()) ? turn.text().stripTrailing() : turn.text();
	}

	static List<ObjectNode> of(Conversation.Assistant turn, boolean last) {
		AssistantBlocks blocks = new AssistantBlocks(turn, last);
		blocks.arrange();
		return blocks.blocks;
	}

	private void arrange() {
		if (this.turn.opaque() != null) {
			layout(this.turn.opaque().path(OpaqueBlocks.BLOCKS));
		}
		addText(this.text.length());
		while (!this.calls.isEmpty()) {
			addCall(this.calls.removeFirst());
		}
	}

	private void layout(JsonNode layout) {
		boolean asSaid = lengthOfTexts(layout) == this.turn.text().length();
		for (JsonNode item : (layout instanceof ArrayNode list) ? list : Json.object().putArray("none")) {
			if (item.has(OpaqueBlocks.TEXT)) {
				// A text that was changed stays in one piece.
				addText(asSaid ? item.path(OpaqueBlocks.TEXT).asInt(0) : this.text.length());
			}
			else if (item.has(OpaqueBlocks.CALL)) {
				if (!this.calls.isEmpty()) {
					addCall(this.calls.removeFirst());
				}
			}
			else if (item instanceof ObjectNode block) {
				this.blocks.add(block);
			}
		}
	}

	private static long lengthOfTexts(JsonNode layout) {
		long length = 0;
		for (JsonNode item : layout) {
			length += item.path(OpaqueBlocks.TEXT).asInt(0);
		}
		return length;
	}

	private void addText(int length) {
		String piece = this.text.substring(0, Math.clamp(length, 0, this.text.length()));
		this.text = this.text.substring(piece.length());
		if (!piece.isBlank()) {
			this.blocks.add(Json.object().put("type", "text").put("text", piece));
		}
	}

	private void addCall(Call call) {
		ObjectNode input = Json.parseObject(call.arguments());
		this.blocks.add(Json.object()
			.put("type", "tool_use")
			.put("id", call.id())
			.put("name", call.name())
			.set("input", (input != null) ? input : Json.object()));
	}

}
