package dev.agentservice.knowledge.search;

import dev.agentservice.budget.Purse;

/**
 * What to search for.
 *
 * @param text the query
 * @param topK how many passages at most
 * @param mode how; without an embedding model always by words
 * @param minScore the least cosine of a passage that is found by its vector alone
 * @param purse pays for the query's vector
 */
public record SearchQuery(String text, int topK, SearchMode mode, double minScore, Purse purse) {

	/**
	 * The least cosine where nobody says another: what has less has hardly anything to do
	 * with the query, to OpenAI's models.
	 */
	public static final double MIN_SCORE = 0.2;

}
