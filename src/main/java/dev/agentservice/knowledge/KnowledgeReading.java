package dev.agentservice.knowledge;

import java.util.List;

/**
 * What was found for an agent.
 *
 * @param passages the best first
 * @param missing the names of the collections that could not be searched, of what is
 * shared
 * @param byWords the names of those that could be searched by words alone
 * @param asked in how many the caller may search, of those that were asked for
 * @param isOwnWhole whether all that the caller owns was searched as it should be
 */
public record KnowledgeReading(List<FoundPassage> passages, List<String> missing, List<String> byWords, int asked,
		boolean isOwnWhole) {

	public KnowledgeReading {
		passages = List.copyOf(passages);
		missing = List.copyOf(missing);
		byWords = List.copyOf(byWords);
	}

	/** How much of what the caller may read was searched. */
	public Extent extent() {
		if (this.missing.isEmpty()) {
			return this.byWords.isEmpty() ? ofShared() : Extent.WORDS;
		}
		return (this.missing.size() < this.asked) ? Extent.PART : Extent.NOTHING;
	}

	private Extent ofShared() {
		return this.isOwnWhole ? Extent.WHOLE : Extent.SHARED;
	}

	/** How much was searched, from the best on. */
	public enum Extent {

		/** All there is. */
		WHOLE,

		/** All that is shared, but not all that the caller owns. */
		SHARED,

		/** All there is, but not by vectors where there are any. */
		WORDS,

		/** Some collections are missing. */
		PART,

		/** All are. */
		NOTHING

	}

}
