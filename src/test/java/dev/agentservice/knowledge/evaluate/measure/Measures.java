package dev.agentservice.knowledge.evaluate.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Measures of one ranking, from 0 to 1. A target that was not judged has the grade 0.
 */
final class Measures {

	private Measures() {
	}

	/**
	 * Normalised discounted cumulative gain: how much of the best possible order the
	 * first {@code most} have. The gain is the grade and the discount log2(rank + 1), as
	 * in trec_eval's {@code ndcg_cut}.
	 * @param ranking the best first, no target twice
	 * @param grades of what was judged
	 * @see <a href="https://doi.org/10.1145/582415.582418">Järvelin, Kekäläinen
	 * (2002)</a>
	 */
	static double ndcg(List<String> ranking, Map<String, Integer> grades, int most) {
		double gained = 0;
		for (int i = 0; i < Math.min(most, ranking.size()); i++) {
			gained += discounted(grades.getOrDefault(ranking.get(i), 0), i + 1);
		}
		List<Integer> best = grades.values().stream().sorted(Comparator.reverseOrder()).limit(most).toList();
		double ideal = 0;
		for (int i = 0; i < best.size(); i++) {
			ideal += discounted(best.get(i), i + 1);
		}
		return (ideal > 0) ? gained / ideal : 0;
	}

	/**
	 * How many of all that have a grade are among the first {@code most}, as trec_eval's
	 * {@code recall}.
	 * @see <a href=
	 * "https://nlp.stanford.edu/IR-book/html/htmledition/evaluation-of-unranked-retrieval-sets-1.html">Manning,
	 * Raghavan, Schütze (2008), section 8.3</a>
	 */
	static double recall(List<String> ranking, Map<String, Integer> grades, int most) {
		long relevant = grades.values().stream().filter((grade) -> grade > 0).count();
		long found = ranking.stream().limit(most).filter((target) -> grades.getOrDefault(target, 0) > 0).count();
		return (relevant > 0) ? (double) found / relevant : 0;
	}

	/**
	 * 1 / rank of the first that has a grade; 0 if none has. Its mean over questions is
	 * the mean reciprocal rank.
	 * @see <a href="https://trec.nist.gov/pubs/trec8/papers/qa_report.pdf">Voorhees
	 * (1999)</a>
	 */
	static double reciprocalRank(List<String> ranking, Map<String, Integer> grades) {
		for (int i = 0; i < ranking.size(); i++) {
			if (grades.getOrDefault(ranking.get(i), 0) > 0) {
				return 1.0 / (i + 1);
			}
		}
		return 0;
	}

	private static double discounted(int grade, int rank) {
		return grade * Math.log(2) / Math.log(rank + 1.0);
	}

}
