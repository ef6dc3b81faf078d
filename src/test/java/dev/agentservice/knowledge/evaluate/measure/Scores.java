package dev.agentservice.knowledge.evaluate.measure;

import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Of one question, or means over several.
 *
 * @param ndcg nDCG@10
 * @param recall recall@5
 * @param reciprocalRank the reciprocal rank, among all that was found
 */
public record Scores(double ndcg, double recall, double reciprocalRank) {

	private static final int NDCG_AT = 10;

	private static final int RECALL_AT = 5;

	static Scores of(List<String> ranking, Map<String, Integer> grades) {
		return new Scores(Measures.ndcg(ranking, grades, NDCG_AT), Measures.recall(ranking, grades, RECALL_AT),
				Measures.reciprocalRank(ranking, grades));
	}

	/** The means; all 0 of nothing. */
	public static Scores mean(List<Scores> all) {
		return new Scores(mean(all, Scores::ndcg), mean(all, Scores::recall), mean(all, Scores::reciprocalRank));
	}

	private static double mean(List<Scores> all, ToDoubleFunction<Scores> figure) {
		return all.stream().mapToDouble(figure).average().orElse(0);
	}

}
