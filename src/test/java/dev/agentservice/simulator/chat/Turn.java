package dev.agentservice.simulator.chat;

import java.util.List;

/**
 * One turn of the conversation that a call brings along.
 */
public sealed interface Turn {

	/** The turn's text; empty if it has none. */
	String text();

	/** Instructions. */
	record Instructions(String text) implements Turn {

	}

	/** What the user said. */
	record User(String text) implements Turn {

	}

	/** What the model said and which tools it called. */
	record Assistant(String text, List<ToolCall> calls) implements Turn {

	}

	/** What a tool answered to the call with this id. */
	record ToolResult(String callId, String text) implements Turn {

	}

}
