package dev.agentservice.llm.wire.anthropic;

import dev.agentservice.llm.wire.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects the blocks of an answer that are neither text nor tool calls, and their places
 * among those: the place of a text is its length, that of a call a mark.
 */
final class OpaqueBlocks {

	/** The member with the list. */
	static final String BLOCKS = "blocks";

	/** In an item of the list: the number of characters of the text here. */
	static final String TEXT = "text_length";

	/** In an item of the list: the place of the next tool call. */
	static final String CALL = "next_call";

	private final ArrayNode layout = Json.object().putArray(BLOCKS);

	private boolean any;

	void addText(int length) {
		this.layout.addObject().put(TEXT, length);
	}

	void addCall() {
		this.layout.addObject().put(CALL, true);
	}

	void addBlock(ObjectNode block) {
		this.layout.add(block);
		this.any = true;
	}

	/** All of it, null if there were only texts and calls. */
	@Nullable String write() {
		return this.any ? Json.object().set(BLOCKS, this.layout).toString() : null;
	}

}
