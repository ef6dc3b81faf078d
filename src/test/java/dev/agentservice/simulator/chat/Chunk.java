package dev.agentservice.simulator.chat;

/**
 * A piece of a reply, the unit in which it is produced, streamed and billed.
 */
public sealed interface Chunk {

	/** The tokens it costs. */
	int tokens();

	/** A piece of what the model thinks. */
	record Thinking(String text, int tokens) implements Chunk {

	}

	/** A piece of the text. */
	record Text(String text, int tokens) implements Chunk {

	}

	/** A tool call begins; its arguments follow. */
	record CallStart(int index, ToolCall call, int tokens) implements Chunk {

	}

	/** A piece of the arguments of the call that began last. */
	record Arguments(int index, String fragment, int tokens) implements Chunk {

	}

}
