package dev.agentservice.knowledge;

import dev.agentservice.knowledge.search.SearchQuery;

/**
 * What an agent looks for.
 *
 * @param text the query
 * @param topK how many passages at most
 * @param minScore the least cosine of a passage that is found by its vector alone
 */
public record KnowledgeQuery(String text, int topK, double minScore) {

	/** The least cosine where an agent's file says none. */
	public static final double MIN_SCORE = SearchQuery.MIN_SCORE;

}
