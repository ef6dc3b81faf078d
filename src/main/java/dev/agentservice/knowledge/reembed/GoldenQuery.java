package dev.agentservice.knowledge.reembed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A query and the documents that it should find.
 *
 * @param query the query
 * @param documents their ids
 */
record GoldenQuery(String query, Set<String> documents) {

	/** Nobody writes more of them by hand. */
	private static final int MOST = 1000;

	/**
	 * Reads a file with one in each line, as JSON.
	 * @throws IllegalArgumentException if it cannot be read; it says why
	 */
	static List<GoldenQuery> read(Path file) {
		try {
			List<String> lines = Files.readAllLines(file);
			List<GoldenQuery> all = new ArrayList<>();
			for (int i = 0; i < lines.size(); i++) {
				if (!lines.get(i).isBlank()) {
					all.add(parse(lines.get(i), file + ", line " + (i + 1)));
				}
			}
			if (all.isEmpty() || all.size() > MOST) {
				throw new IllegalArgumentException(file + " must have 1 to " + MOST + " queries");
			}
			return all;
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(file + " cannot be read: " + ex.getMessage(), ex);
		}
	}

	/** Those of its documents that can be found. */
	Set<String> documents(Set<String> shown) {
		return this.documents.stream().filter(shown::contains).collect(Collectors.toSet());
	}

	private static GoldenQuery parse(String line, String where) {
		try {
			JsonNode json = JsonMapper.shared().readTree(line);
			Set<String> documents = json.path("documents")
				.valueStream()
				.map((one) -> one.asString(""))
				.collect(Collectors.toSet());
			String query = json.path("query").asString("");
			if (query.isBlank() || documents.isEmpty() || documents.contains("")) {
				throw new IllegalArgumentException(where + " needs a query and the ids of documents");
			}
			return new GoldenQuery(query, documents);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(where + " is no JSON", ex);
		}
	}

}
