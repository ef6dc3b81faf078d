package dev.agentservice.guard.redact.leak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All phrases of some texts: knows of any row of words how long its end is one of them. A
 * suffix automaton over words, so both building and asking take linear time. Immutable.
 *
 * @see <a href="https://doi.org/10.1016/0304-3975(85)90157-4">A. Blumer et al., The
 * smallest automaton recognizing the subwords of a text, 1985</a>
 */
final class PhraseIndex {

	private static final int UNKNOWN = -1;

	/** Stands between texts, and in none. */
	private static final int BREAK = -2;

	private final Map<String, Integer> words = new HashMap<>();

	private final List<PhraseState> states = new ArrayList<>();

	private PhraseIndex() {
		this.states.add(new PhraseState(0, -1, new HashMap<>()));
	}

	/** The phrases of several texts; none reaches from one into the next. */
	static PhraseIndex of(List<String> texts) {
		PhraseIndex index = new PhraseIndex();
		int last = 0;
		for (String text : texts) {
			for (String word : Words.of(text)) {
				last = index.extend(last, index.words.computeIfAbsent(word, (_) -> index.words.size()));
			}
			last = index.extend(last, BREAK);
		}
		return index;
	}

	boolean isEmpty() {
		return this.words.isEmpty();
	}

	/** Where a row of words stands before its first. */
	Match start() {
		return new Match(0, 0);
	}

	/**
	 * The longest end of the row that is a phrase.
	 * @param before the same of the row without its last word
	 */
	Match next(Match before, String word) {
		int id = this.words.getOrDefault(word.toLowerCase(Locale.ROOT), UNKNOWN);
		int state = before.state();
		int length = before.length();
		while (state > 0 && !this.states.get(state).next.containsKey(id)) {
			state = this.states.get(state).link;
			length = this.states.get(state).length;
		}
		Integer next = this.states.get(state).next.get(id);
		return (next != null) ? new Match(next, length + 1) : start();
	}

	private int extend(int last, int word) {
		int added = add(this.states.get(last).length + 1, 0, new HashMap<>());
		int at = last;
		while (at >= 0 && !this.states.get(at).next.containsKey(word)) {
			this.states.get(at).next.put(word, added);
			at = this.states.get(at).link;
		}
		if (at >= 0) {
			this.states.get(added).link = target(at, word);
		}
		return added;
	}

	private int target(int at, int word) {
		int follower = this.states.get(at).next.getOrDefault(word, 0);
		PhraseState shared = this.states.get(follower);
		int length = this.states.get(at).length + 1;
		if (shared.length == length) {
			return follower;
		}
		int clone = add(length, shared.link, new HashMap<>(shared.next));
		shared.link = clone;
		for (int i = at; i >= 0
				&& this.states.get(i).next.getOrDefault(word, -1) == follower; i = this.states.get(i).link) {
			this.states.get(i).next.put(word, clone);
		}
		return clone;
	}

	private int add(int length, int link, Map<Integer, Integer> next) {
		this.states.add(new PhraseState(length, link, next));
		return this.states.size() - 1;
	}

	/**
	 * How far a row of words is a phrase.
	 *
	 * @param state of the automaton
	 * @param length in words
	 */
	record Match(int state, int length) {
	}

}
