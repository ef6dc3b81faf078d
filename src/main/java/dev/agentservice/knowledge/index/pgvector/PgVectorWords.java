package dev.agentservice.knowledge.index.pgvector;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How words are compared: by the text search configurations that every PostgreSQL has.
 */
final class PgVectorWords {

	/** Takes words as they are written. */
	private static final String SIMPLE = "simple";

	private static final Map<String, String> CONFIGURATIONS = Map.of("en", "english", "de", "german", "fr", "french",
			"es", "spanish", "it", "italian", "nl", "dutch", "pt", "portuguese", "sv", "swedish");

	/** A query may be a whole task: more words than these tell nothing. */
	private static final int MOST_WORDS = 64;

	private PgVectorWords() {
	}

	static String configuration(String language) {
		return CONFIGURATIONS.getOrDefault(language, SIMPLE);
	}

	/** The first different words of a query. */
	static String query(String text) {
		return Arrays.stream(storable(text).split("\\s+", -1))
			.distinct()
			.limit(MOST_WORDS)
			.collect(Collectors.joining(" "));
	}

	/** PostgreSQL takes every character but NUL, and no half of a surrogate pair. */
	static String storable(String text) {
		return text.codePoints()
			.map((one) -> (one == 0 || (one >= Character.MIN_SURROGATE && one <= Character.MAX_SURROGATE)) ? ' ' : one)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

}
