package dev.agentservice.guard.redact.leak;

import java.util.Map;

/**
 * A state of the automaton: all phrases that end in the same places.
 */
final class PhraseState {

	final int length;

	final Map<Integer, Integer> next;

	int link;

	PhraseState(int length, int link, Map<Integer, Integer> next) {
		this.length = length;
		this.link = link;
		this.next = next;
	}

}
