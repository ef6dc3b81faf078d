package dev.agentservice.simulator.chat;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model says: a text, tool calls, or both, and what it thought before.
 *
 * @param thought what it thought; {@link Thought#NONE} if nothing
 * @param text the text; empty if it only calls tools
 * @param calls the tools it calls, at once
 */
public record Reply(Thought thought, String text, List<ToolCall> calls) {

	public Reply {
		calls = List.copyOf(calls);
	}

	/** Said without a thought. */
	public Reply(String text, List<ToolCall> calls) {
		this(Thought.NONE, text, calls);
	}

	/** The same reply after a thought. */
	public Reply after(Thought earlier) {
		return new Reply(earlier, this.text, this.calls);
	}

	/** The same reply; calls without an id get one. */
	public Reply withCallIds(NewId newId) {
		List<ToolCall> identified = new ArrayList<>();
		for (ToolCall call : this.calls) {
			identified.add(call.id().isEmpty()
					? new ToolCall(newId.make(call.name(), identified.size()), call.name(), call.arguments()) : call);
		}
		return new Reply(this.thought, this.text, identified);
	}

	/** Makes the id of a call. */
	@FunctionalInterface
	public interface NewId {

		/**
		 * Makes it.
		 * @param tool the tool that is called
		 * @param index the call's place among those of the answer
		 */
		String make(String tool, int index);

	}

}
