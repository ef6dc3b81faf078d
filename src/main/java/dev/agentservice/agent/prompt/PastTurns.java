package dev.agentservice.agent.prompt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import dev.langchain4j.data.message.ChatMessage;

/**
 * The turns before a run that still fit, oldest first, and their tokens.
 */
final class PastTurns {

	private final Deque<PastTurn> turns = new ArrayDeque<>();

	private int cost;

	/** Adds the newest. */
	void add(List<ChatMessage> messages, int cost) {
		this.turns.addLast(new PastTurn(messages, cost));
		this.cost += cost;
	}

	/** Removes the oldest. */
	List<ChatMessage> dropOldest() {
		PastTurn oldest = this.turns.removeFirst();
		this.cost -= oldest.cost();
		return oldest.messages();
	}

	/** The tokens of all. */
	int cost() {
		return this.cost;
	}

	boolean isEmpty() {
		return this.turns.isEmpty();
	}

	int count() {
		return this.turns.size();
	}

	/** The messages of all. */
	List<ChatMessage> messages() {
		return this.turns.stream().flatMap((turn) -> turn.messages().stream()).toList();
	}

	private record PastTurn(List<ChatMessage> messages, int cost) {
	}

}
