package dev.agentservice.setting;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What somebody may have meant by a name that nothing has.
 */
final class Suggestions {

	private final List<String> names;

	Suggestions(List<String> names) {
		this.names = names;
	}

	/**
	 * The nearest name, unless none is near.
	 * @param name as it was written
	 */
	Optional<String> nearest(String name) {
		String plain = Spelling.plain(name);
		int farthest = Math.max(2, (plain.length() - Spelling.plain(Spelling.ROOT).length()) / 3);
		return this.names.stream()
			.map((known) -> in(known, name))
			.map((known) -> Candidate.of(known, plain))
			.filter((candidate) -> candidate.distance() <= farthest)
			.min(Comparator.comparingInt(Candidate::distance)
				.thenComparingInt(Candidate::edits)
				.thenComparing(Candidate::name))
			.map(Candidate::name);
	}

	/** With names of the operator's own and indexes where the same name has them. */
	private static String in(String known, String name) {
		List<String> elements = Spelling.elements(name);
		List<String> places = Spelling.elements(known);
		StringBuilder concrete = new StringBuilder(Spelling.ROOT);
		for (int i = 1; i < places.size(); i++) {
			String place = places.get(i);
			boolean own = place.equals(Spelling.ANY) || place.startsWith("[");
			boolean given = own && i < elements.size() - 1
					&& (place.equals(Spelling.ANY) || elements.get(i).startsWith("["));
			concrete.append(suffix(given ? elements.get(i) : place));
		}
		return concrete.toString();
	}

	private static String suffix(String element) {
		return element.startsWith("[") ? element : "." + element;
	}

	/** Levenshtein's distance. */
	private static int edits(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[other.length()];
	}

	/**
	 * One of them.
	 *
	 * @param name the name
	 * @param edits how many characters are different
	 * @param distance the same; less for a setting of that name that stands elsewhere
	 */
	private record Candidate(String name, int edits, int distance) {

		private static final int ELSEWHERE = 3;

		static Candidate of(String name, String plain) {
			int edits = Suggestions.edits(plain, Spelling.plain(name));
			String last = Spelling.plain(Spelling.elements(name).getLast());
			boolean elsewhere = last.length() > 2 * ELSEWHERE && plain.endsWith(last);
			return new Candidate(name, edits, elsewhere ? Math.min(edits, ELSEWHERE) : edits);
		}

	}

}
