package dev.agentservice.guard.injection.word;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Words and stems, letter by letter: looking one up takes as many steps as it has
 * letters, and needs no copy of it.
 */
final class WordTree {

	/** What follows a stem is an ending, and no further word. */
	private static final int LONGEST_ENDING = 8;

	private final Node root = new Node();

	void add(String letters, boolean stem, char symbol) {
		Node node = this.root;
		for (int i = 0; i < letters.length(); i++) {
			node = node.next.computeIfAbsent(letters.charAt(i), (letter) -> new Node());
		}
		if (stem && node.stem == 0) {
			node.stem = symbol;
		}
		else if (!stem && node.word == 0) {
			node.word = symbol;
		}
	}

	/** The symbol of a whole word, or of its longest stem. */
	char symbolOf(CharSequence word) {
		Node node = this.root;
		char stem = Symbol.UNKNOWN;
		for (int i = 0; i < word.length(); i++) {
			Node next = node.next.get(word.charAt(i));
			if (next == null) {
				return stem;
			}
			node = next;
			boolean near = node.stem != 0 && word.length() - i - 1 <= LONGEST_ENDING;
			stem = near ? node.stem : stem;
		}
		return (node.word != 0) ? node.word : stem;
	}

	/** The longest word or stem at a place; of length 0 if there is none. */
	Hit longestAt(CharSequence text, int start) {
		@Nullable Node node = this.root;
		Hit hit = new Hit(0, Symbol.UNKNOWN);
		for (int i = start; i < text.length(); i++) {
			node = node.next.get(text.charAt(i));
			if (node == null) {
				break;
			}
			char symbol = (node.word != 0) ? node.word : node.stem;
			hit = (symbol != 0) ? new Hit(i + 1 - start, symbol) : hit;
		}
		return hit;
	}

	/**
	 * A known word in a text without spaces.
	 *
	 * @param length in characters
	 * @param symbol what it stands for
	 */
	record Hit(int length, char symbol) {
	}

	private static final class Node {

		private final Map<Character, Node> next = new HashMap<>(4);

		private char word;

		private char stem;

	}

}
