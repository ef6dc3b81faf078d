package dev.agentservice.simulator.chat;

import java.util.List;
import java.util.function.Supplier;

/**
 * What a model says: a text, tool calls, or both.
 *
 * @param text the text; empty if it only calls tools
 * @param calls the tools it calls, at once
 */
public record Reply(String text, List<ToolCall> calls) {

	public Reply {
		calls = List.copyOf(calls);
	}

	/** The same reply; calls without an id get one. */
	public Reply withCallIds(Supplier<String> newId) {
		return new Reply(this.text, this.calls.stream()
			.map((call) -> call.id().isEmpty() ? new ToolCall(newId.get(), call.name(), call.arguments()) : call)
			.toList());
	}

}
