package dev.agentservice.knowledge.search;

import java.util.Locale;

/**
 * How passages are found.
 */
public enum SearchMode {

	/** By words, and by vectors where there is an embedding model. */
	HYBRID,
	/** By vectors alone. */
	VECTOR,
	/** By words alone. */
	TEXT;

	/** The word for clients, for example {@code hybrid}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
