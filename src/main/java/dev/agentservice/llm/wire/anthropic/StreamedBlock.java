package dev.agentservice.llm.wire.anthropic;

import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One block of an answer while it is received; one that is received whole is begun and
 * stopped at once.
 */
abstract sealed class StreamedBlock permits StreamedBlock.Text, StreamedBlock.Call, StreamedOpaqueBlock {

	final GrowingAnswer answer;

	StreamedBlock(GrowingAnswer answer) {
		this.answer = answer;
	}

	static StreamedBlock of(int index, ObjectNode block, GrowingAnswer answer) {
		return switch (Json.text(block, "type")) {
			case "text" -> new Text(block, answer);
			case "tool_use" -> new Call(index, block, answer);
			case "" -> throw new MalformedAnswerException("a block of no type");
			default -> new StreamedOpaqueBlock(block, answer);
		};
	}

	/** The next piece of the block. */
	abstract void add(JsonNode delta);

	/** The block is whole. */
	abstract void stop(OpaqueBlocks blocks);

	static final class Text extends StreamedBlock {

		private final int start;

		private Text(ObjectNode block, GrowingAnswer answer) {
			super(answer);
			this.start = answer.textLength();
			answer.addText(Json.word(block, "text"));
		}

		@Override
		void add(JsonNode delta) {
			boolean text = "text_delta".equals(Json.text(delta, "type"));
			if (text && !delta.path("text").isString()) {
				throw new MalformedAnswerException("a piece of no text");
			}
			this.answer.addText(Json.word(delta, "text"));
		}

		@Override
		void stop(OpaqueBlocks blocks) {
			blocks.addText(this.answer.textLength() - this.start);
		}

	}

	static final class Call extends StreamedBlock {

		private final int index;

		/** How each block begins whose arguments follow. */
		private static final String NOTHING_YET = "{}";

		/** The arguments as the block begins: all of them, or an empty object. */
		private final String input;

		private boolean written;

		private Call(int index, ObjectNode block, GrowingAnswer answer) {
			super(answer);
			this.index = index;
			this.input = Json.arguments(block, "input");
			answer.calls().add(index, Json.text(block, "id"), Json.word(block, "name"), "", Json.missing());
		}

		@Override
		void add(JsonNode delta) {
			if (!delta.has("partial_json")) {
				throw new MalformedAnswerException("a piece of no arguments");
			}
			String piece = Json.arguments(delta, "partial_json");
			this.written |= !piece.isEmpty();
			this.answer.calls().add(this.index, "", "", piece, Json.missing());
		}

		@Override
		void stop(OpaqueBlocks blocks) {
			if (!this.written && !NOTHING_YET.equals(this.input)) {
				this.answer.calls().add(this.index, "", "", this.input, Json.missing());
			}
			blocks.addCall();
		}

	}

}
