package dev.agentservice.agent.definition;

import java.util.Comparator;
import java.util.List;

/** Guesses which key somebody meant. */
final class Spelling {

	private static final int FAR = 3;

	private Spelling() {
	}

	/**
	 * What to say about an unknown word.
	 * @param word what was written
	 * @param known what could have been meant
	 */
	static String hint(String word, List<String> known) {
		return known.stream()
			.filter((candidate) -> distance(word, candidate) <= FAR && distance(word, candidate) < candidate.length())
			.min(Comparator.comparingInt((candidate) -> distance(word, candidate)))
			.map((candidate) -> "did you mean '" + candidate + "'?")
			.orElse("the keys here are " + String.join(", ", known));
	}

	/** Levenshtein's distance: the fewest letters to insert, remove or replace. */
	static int distance(String a, String b) {
		int[] row = new int[b.length() + 1];
		for (int j = 0; j <= b.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= a.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= b.length(); j++) {
				int replaced = diagonal + ((a.charAt(i - 1) != b.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
			}
		}
		return row[b.length()];
	}

}
