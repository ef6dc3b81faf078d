package dev.agentservice.knowledge.search;

import java.util.List;

/**
 * What a search has found.
 *
 * @param hits the best first
 * @param missing the names of the collections that could not be searched, of what is
 * shared
 * @param byWords the names of those that should have been searched by vectors and words,
 * and could be by one of them alone, of what is shared
 * @param mode how was searched in the best case
 * @param isOwnWhole whether all that the caller owns was searched as it should be
 */
public record SearchResult(List<Hit> hits, List<String> missing, List<String> byWords, SearchMode mode,
		boolean isOwnWhole) {

	public SearchResult {
		hits = List.copyOf(hits);
		missing = List.copyOf(missing);
		byWords = List.copyOf(byWords);
	}

}
