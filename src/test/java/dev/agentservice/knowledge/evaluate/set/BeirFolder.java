package dev.agentservice.knowledge.evaluate.set;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * BEIR's layout: {@code corpus.jsonl}, {@code queries.jsonl} and {@code qrels.tsv} (or
 * {@code qrels/test.tsv}).
 *
 * @see <a href="https://github.com/beir-cellar/beir">BEIR</a>
 */
final class BeirFolder {

	static final String CORPUS = "corpus.jsonl";

	private static final String QUERIES = "queries.jsonl";

	private static final int COLUMNS = 3;

	private BeirFolder() {
	}

	static Corpus read(Path folder) {
		Path queries = folder.resolve(QUERIES);
		Path qrels = qrels(folder);
		if (!Files.exists(queries) || !Files.exists(qrels)) {
			throw new InvalidCorpusException(folder,
					"has no questions: put questions.yaml there, or " + QUERIES + " and qrels.tsv");
		}
		List<CorpusDocument> documents = CorpusReader.documents(folder);
		Set<String> ids = new HashSet<>();
		documents.forEach((document) -> ids.add(document.id()));
		Map<String, String> texts = texts(queries);
		Map<String, Map<String, Integer>> judgements = judgements(qrels, texts.keySet(), ids);
		List<Question> questions = new ArrayList<>();
		judgements.forEach((id, judged) -> {
			if (!judged.isEmpty()) {
				questions.add(new Question(id, "", texts.getOrDefault(id, ""), judged));
			}
		});
		if (questions.isEmpty()) {
			throw new InvalidCorpusException(qrels, "judges no document above 0");
		}
		return new Corpus(String.valueOf(folder.toAbsolutePath().normalize().getFileName()), "en", false, documents,
				questions);
	}

	private static Path qrels(Path folder) {
		Path inside = folder.resolve("qrels").resolve("test.tsv");
		return Files.exists(inside) ? inside : folder.resolve("qrels.tsv");
	}

	static List<CorpusDocument> documents(Path file) {
		List<CorpusDocument> documents = new ArrayList<>();
		Set<String> ids = new HashSet<>();
		rows(file).forEach((line, row) -> {
			String id = demand(row, "_id", file, line);
			if (!ids.add(id)) {
				throw new InvalidCorpusException(file, line, "_id '" + id + "' is there twice");
			}
			String title = row.path("title").asString("");
			String text = row.path("text").asString("");
			if (!text.isBlank() || !title.isBlank()) {
				documents.add(new CorpusDocument(id, title.isBlank() ? null : title, text.isBlank() ? title : text));
			}
		});
		return documents;
	}

	private static Map<String, String> texts(Path file) {
		Map<String, String> texts = new LinkedHashMap<>();
		rows(file).forEach((line, row) -> {
			String id = demand(row, "_id", file, line);
			if (texts.put(id, demand(row, "text", file, line)) != null) {
				throw new InvalidCorpusException(file, line, "_id '" + id + "' is there twice");
			}
		});
		return texts;
	}

	/** Judgements above 0 of the questions that have any, in the file's order. */
	private static Map<String, Map<String, Integer>> judgements(Path file, Set<String> questions,
			Set<String> documents) {
		Map<String, Map<String, Integer>> judgements = new LinkedHashMap<>();
		List<String> lines = CorpusReader.text(file).lines().toList();
		for (int i = 0; i < lines.size(); i++) {
			String[] row = lines.get(i).split("\t", -1);
			if (lines.get(i).isBlank() || (i == 0 && "query-id".equals(row[0]))) {
				continue;
			}
			if (row.length != COLUMNS || !row[2].strip().matches("-?[0-9]{1,4}")) {
				throw new InvalidCorpusException(file, i + 1,
						"has to be query-id, corpus-id and a whole number, with tabs between");
			}
			if (!questions.contains(row[0])) {
				throw new InvalidCorpusException(file, i + 1, "there is no question '" + row[0] + "' in " + QUERIES);
			}
			if (!documents.contains(row[1])) {
				throw new InvalidCorpusException(file, i + 1, "there is no document '" + row[1] + "'");
			}
			int grade = Integer.parseInt(row[2].strip());
			Map<String, Integer> judged = judgements.computeIfAbsent(row[0], (_) -> new LinkedHashMap<>());
			if (grade > 0) {
				judged.put(row[1], grade);
			}
		}
		return judgements;
	}

	private static Map<Long, JsonNode> rows(Path file) {
		Map<Long, JsonNode> rows = new LinkedHashMap<>();
		long number = 0;
		for (String line : CorpusReader.text(file).lines().toList()) {
			number++;
			if (!line.isBlank()) {
				rows.put(number, row(file, number, line));
			}
		}
		return rows;
	}

	private static JsonNode row(Path file, long number, String line) {
		try {
			JsonNode row = JsonMapper.shared().readTree(line);
			if (row.isObject()) {
				return row;
			}
		}
		catch (JacksonException ex) {
			throw new InvalidCorpusException(file, number, "is no JSON: one object a line", ex);
		}
		throw new InvalidCorpusException(file, number, "is no JSON object");
	}

	private static String demand(JsonNode row, String field, Path file, long line) {
		JsonNode value = row.path(field);
		if (!value.isString() || value.asString().isBlank()) {
			throw new InvalidCorpusException(file, line, "'" + field + "' has to be a text that is not blank");
		}
		return value.asString();
	}

}
