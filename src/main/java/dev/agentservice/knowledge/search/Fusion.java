package dev.agentservice.knowledge.search;

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

	/** What a place in one list adds, counted from 1. */
	static double share(int rank) {
		return 1 / (K + rank);
	}

}
