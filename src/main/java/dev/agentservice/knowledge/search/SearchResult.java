package dev.agentservice.knowledge.search;

import java.util.List;

/**
 * What a search has found.
 *
 * @param hits the best first
 * @param missing the names of the collections that could not be searched
 */
public record SearchResult(List<Hit> hits, List<String> missing) {

	public SearchResult {
		hits = List.copyOf(hits);
		missing = List.copyOf(missing);
	}

}
