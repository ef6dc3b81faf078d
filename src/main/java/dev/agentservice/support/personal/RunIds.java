package dev.agentservice.support.personal;

import java.util.List;

/**
 * The ids of a user's runs, page by page: there may be tens of thousands. During an
 * erasure these are the runs that it has met, also those whose records it has deleted.
 */
@FunctionalInterface
public interface RunIds {

	/**
	 * A page of the ids. One id may be on several pages.
	 * @param cursor where to go on, or the empty text for the first page
	 */
	Page from(String cursor);

	/**
	 * Some ids.
	 *
	 * @param ids possibly none, also when others follow
	 * @param next where the next page begins; the empty text if this was the last
	 */
	record Page(List<String> ids, String next) {

		public Page {
			ids = List.copyOf(ids);
		}

	}

}
