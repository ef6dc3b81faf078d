package dev.agentservice.llm.wire.anthropic;

import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thoughts with their signature, and all other blocks of Anthropic's own.
 */
final class StreamedOpaqueBlock extends StreamedBlock {

	private final ObjectNode block;

	private final StringBuilder thinking = new StringBuilder();

	private final StringBuilder input = new StringBuilder();

	StreamedOpaqueBlock(ObjectNode block, GrowingAnswer answer) {
		super(answer);
		this.block = block;
		if (ThinkingRules.isThought(block)) {
			// Current models show a summary, or only a signature.
			answer.hideThoughts();
		}
		think(Json.text(block, "thinking"));
	}

	private void think(String piece) {
		this.thinking.append(piece);
		this.answer.addThought(piece);
	}

	@Override
	void add(JsonNode delta) {
		think(Json.text(delta, "thinking"));
		this.input.append(Json.text(delta, "partial_json"));
		if (delta.path("signature").isString()) {
			this.block.set("signature", delta.path("signature"));
		}
	}

	@Override
	void stop(OpaqueBlocks blocks) {
		if (this.block.has("thinking")) {
			this.block.put("thinking", this.thinking.toString());
		}
		if (!this.input.isEmpty()) {
			this.block.set("input", parsedInput());
		}
		blocks.addBlock(this.block);
	}

	private ObjectNode parsedInput() {
		ObjectNode parsed = Json.parseObject(this.input.toString());
		if (parsed == null) {
			throw new MalformedAnswerException("a block of no JSON");
		}
		return parsed;
	}

}
