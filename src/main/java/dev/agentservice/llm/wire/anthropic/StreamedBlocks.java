package dev.agentservice.llm.wire.anthropic;

import java.util.HashMap;
import java.util.Map;

import dev.agentservice.llm.wire.GrowingAnswer;
import dev.agentservice.llm.wire.MalformedAnswerException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The blocks of an answer, of which one at a time is open.
 */
final class StreamedBlocks {

	/** By their index; an event of a block without a start has none. */
	private final Map<Integer, StreamedBlock> blocks = new HashMap<>();

	private final OpaqueBlocks opaque = new OpaqueBlocks();

	private final GrowingAnswer answer;

	private @Nullable StreamedBlock open;

	StreamedBlocks(GrowingAnswer answer) {
		this.answer = answer;
	}

	void begin(int index, JsonNode content) {
		stop();
		this.answer.demandOpen();
		if (!(content instanceof ObjectNode block) || this.blocks.containsKey(index)) {
			throw new MalformedAnswerException("no block, or two in one place");
		}
		StreamedBlock begun = StreamedBlock.of(index, block, this.answer);
		this.blocks.put(index, begun);
		this.open = begun;
	}

	void add(int index, JsonNode delta) {
		StreamedBlock block = this.blocks.get(index);
		if (block == null || !delta.isObject()) {
			throw new MalformedAnswerException("a piece of no block");
		}
		this.answer.demandOpen();
		block.add(delta);
	}

	void stop() {
		if (this.open != null) {
			this.open.stop(this.opaque);
			this.open = null;
		}
	}

	/** What belongs to the provider alone; an answer that was cut ends inside a block. */
	@Nullable String opaque() {
		stop();
		return this.opaque.write();
	}

}
