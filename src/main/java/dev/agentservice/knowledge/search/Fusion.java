package dev.agentservice.knowledge.search;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.knowledge.index.Candidate;
import dev.agentservice.knowledge.manifest.PassageId;

/**
 * Reciprocal rank fusion: what stands high in several lists comes first, whatever their
 * scores mean.
 *
 * @see <a href="https://doi.org/10.1145/1571941.1572114">Cormack, Clarke, Büttcher
 * (2009)</a>
 */
final class Fusion {

	private static final double K = 60;

	private Fusion() {
	}

	/**
	 * Makes one list of two, the best first.
	 * @param text what was found by words, the best first
	 * @param nearest what was found by vectors, the best first
	 * @param minScore the least score of what only {@code nearest} has
	 * @param most how many are wanted
	 */
	static List<Ranked> of(List<Candidate> text, List<Candidate> nearest, double minScore, int most) {
		Map<Key, Ranked> fused = new LinkedHashMap<>();
		for (int i = 0; i < text.size(); i++) {
			Candidate one = text.get(i);
			fused.merge(Key.of(one), new Ranked(one, share(i + 1), one.score(), null), Ranked::and);
		}
		for (int i = 0; i < nearest.size(); i++) {
			Candidate one = nearest.get(i);
			fused.merge(Key.of(one), new Ranked(one, share(i + 1), null, one.score()), Ranked::and);
		}
		Collection<Ranked> all = new ArrayList<>(fused.values());
		all.removeIf((one) -> one.text() == null && one.candidate().score() < minScore);
		return all.stream().sorted(Comparator.comparingDouble(Ranked::score).reversed()).limit(most).toList();
	}

	/** What a place in one list adds, counted from 1. */
	private static double share(int rank) {
		return 1 / (K + rank);
	}

	/** A forged record is another one than the genuine one of the same passage. */
	private record Key(PassageId id, String seal) {

		static Key of(Candidate candidate) {
			return new Key(candidate.id(), candidate.seal());
		}

	}

}
