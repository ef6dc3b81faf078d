package dev.agentservice.knowledge.reembed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The ten documents that answer a query best. */
final class BestDocuments {

	private static final int DEPTH = 10;

	private static final Comparator<Scored> BEST = Comparator.comparingDouble(Scored::score)
		.reversed()
		.thenComparing(Scored::document);

	private final List<Scored> best = new ArrayList<>();

	/** A document with the cosine of its best passage. */
	void offer(String document, double score) {
		this.best.add(new Scored(document, score));
		this.best.sort(BEST);
		if (this.best.size() > DEPTH) {
			this.best.removeLast();
		}
	}

	/**
	 * The normalized discounted cumulative gain.
	 * @param wanted the documents that should be found
	 * @see <a href="https://doi.org/10.1145/582415.582418">Järvelin and Kekäläinen</a>
	 */
	double ndcg(Set<String> wanted) {
		double gain = 0;
		for (int rank = 0; rank < this.best.size(); rank++) {
			gain += wanted.contains(this.best.get(rank).document()) ? discount(rank) : 0;
		}
		return gain / IntStream.range(0, Math.min(DEPTH, wanted.size())).mapToDouble(BestDocuments::discount).sum();
	}

	private static double discount(int rank) {
		return 1 / (Math.log(rank + 2.0) / Math.log(2));
	}

	/** A document and its score. */
	private record Scored(String document, double score) {

	}

}
