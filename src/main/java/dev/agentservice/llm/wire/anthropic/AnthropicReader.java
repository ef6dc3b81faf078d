package dev.agentservice.llm.wire.anthropic;

import dev.agentservice.llm.wire.AnswerReader;
import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.Json;
import dev.agentservice.llm.wire.MalformedAnswerException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a message, or its events.
 *
 * @see <a href="https://docs.anthropic.com/en/docs/build-with-claude/streaming">Streaming
 * messages</a>
 */
final class AnthropicReader extends AnswerReader {

	/** An event that has only its type is no longer than this. */
	private static final int BARE_EVENT = 64;

	private final StreamedBlocks blocks;

	private final AnthropicUsage usage = new AnthropicUsage();

	AnthropicReader(GrowingAnswer answer) {
		super(answer);
		this.blocks = new StreamedBlocks(answer);
	}

	@Override
	protected void read(ObjectNode document) {
		int index = 0;
		for (JsonNode block : Json.items(document.path("content"))) {
			this.blocks.begin(index, block);
			this.blocks.stop();
			index++;
		}
		answer().claim(this.usage.read(document.path("usage")));
		throwError(document);
		answer().end(Json.word(document, "stop_reason"));
	}

	@Override
	protected void readEvent(String name, ObjectNode event) {
		String type = Json.text(event, "type");
		switch (type.isEmpty() ? name : type) {
			case "message_start" -> answer().claim(this.usage.readStart(event.path("message").path("usage")));
			case "content_block_start" -> this.blocks.begin(index(event), event.path("content_block"));
			case "content_block_delta" -> this.blocks.add(index(event), event.path("delta"));
			case "content_block_stop" -> this.blocks.stop();
			case "message_delta" -> {
				this.blocks.stop();
				answer().claim(this.usage.read(event.path("usage")));
				answer().end(Json.word(event.path("delta"), "stop_reason"));
			}
			case "" -> throw new MalformedAnswerException("an event of no type");
			default -> {
				// A ping, or an unknown event without a part of the answer.
			}
		}
	}

	private static int index(ObjectNode event) {
		int index = event.path("index").asInt(-1);
		if (index < 0) {
			throw new MalformedAnswerException("an event of no block");
		}
		return index;
	}

	@Override
	protected boolean isEndMarker(String name, String data) {
		if ("message_stop".equals(name)) {
			return true;
		}
		ObjectNode event = (data.length() <= BARE_EVENT) ? Json.parseObject(data) : null;
		return event != null && "message_stop".equals(Json.text(event, "type"));
	}

	@Override
	protected @Nullable JsonNode failedPart(ObjectNode document) {
		return ("error".equals(Json.text(document, "type")) || Json.hasError(document)) ? document : null;
	}

	@Override
	protected @Nullable String opaque() {
		return this.blocks.opaque();
	}

}
