package dev.agentservice.knowledge.evaluate.set;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
class CorpusReaderTests {

	private static final String YAML = """
			documents: .
			language: en
			questions:
			  - id: q1
			    language: en
			    ask: How long?
			    answers: ["a.md > Times"]
			""";

	@TempDir
	private Path folder;

	private void write(String name, String text) throws IOException {
		Path file = this.folder.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private void beir() throws IOException {
		write("corpus.jsonl", """
				{"_id": "d1", "title": "One", "text": "The first."}
				{"_id": "d2", "title": "", "text": "The second."}
				{"_id": "d3", "title": "Only a title", "text": ""}
				""");
		write("queries.jsonl", """
				{"_id": "q1", "text": "Which is first?"}
				{"_id": "q2", "text": "Which is judged at 0?"}
				{"_id": "q3", "text": "Which is not judged?"}
				""");
		write("qrels.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t0\n");
	}

	@Test
	void documentsAndQuestionsAreReadInBeirsLayout() throws IOException {
		beir();
		Corpus corpus = CorpusReader.read(this.folder);
		assertThat(corpus.documents()).containsExactly(new CorpusDocument("d1", "One", "The first."),
				new CorpusDocument("d2", null, "The second."),
				new CorpusDocument("d3", "Only a title", "Only a title"));
		assertThat(corpus.questions()).containsExactly(new Question("q1", "", "Which is first?", Map.of("d1", 2)));
		assertThat(corpus.byHeading()).isFalse();
	}

	@Test
	void judgementsMayBeInTheirFolderAndDocumentsInFilesOfThreeKinds() throws IOException {
		write("a.md", "# A\n");
		write("b/c.txt", "plain");
		write("d.html", "<h1>D</h1><script>no</script><p>seen</p>");
		write("e.png", "no document");
		write("queries.jsonl", "{\"_id\": \"q1\", \"text\": \"?\"}\n");
		write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\tb/c.txt\t1\n");
		List<CorpusDocument> documents = CorpusReader.read(this.folder).documents();
		assertThat(documents).extracting(CorpusDocument::id).containsExactly("a.md", "b/c.txt", "d.html");
		assertThat(documents.getLast().text()).isEqualTo("# D\n\nseen");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "corpus.jsonl|{\"_id\": \"d1\"|corpus.jsonl:1: is no JSON",
			"corpus.jsonl|[1]|corpus.jsonl:1: is no JSON object",
			"corpus.jsonl|{\"text\": \"x\"}|corpus.jsonl:1: '_id'",
			"queries.jsonl|{\"_id\": \"q1\", \"text\": \" \"}|queries.jsonl:1: 'text' has to be a text",
			"qrels.tsv|q1 d1 1|qrels.tsv:1: has to be query-id", "qrels.tsv|q1\td1\tyes|qrels.tsv:1: has to be",
			"qrels.tsv|q9\td1\t1|qrels.tsv:1: there is no question 'q9'",
			"qrels.tsv|q1\td9\t1|qrels.tsv:1: there is no document 'd9'", "qrels.tsv|q1\td1\t0|judges no document" })
	void aRowThatCannotBeReadIsNamedWithItsFileAndLine(String file, String row, String reason) throws IOException {
		beir();
		write(file, row + "\n");
		assertThatExceptionOfType(InvalidCorpusException.class).isThrownBy(() -> CorpusReader.read(this.folder))
			.withMessageContaining(reason);
	}

	@Test
	void aRowThatIsThereTwiceIsNamedByItsLine() throws IOException {
		beir();
		write("corpus.jsonl", "{\"_id\": \"d1\", \"text\": \"x\"}\n\n{\"_id\": \"d1\", \"text\": \"y\"}\n");
		assertThatExceptionOfType(InvalidCorpusException.class).isThrownBy(() -> CorpusReader.read(this.folder))
			.withMessageContaining("corpus.jsonl:3: _id 'd1' is there twice");
	}

	@Test
	void aFolderWithoutQuestionsOrDocumentsSaysWhatToPutThere() throws IOException {
		assertThatExceptionOfType(InvalidCorpusException.class).isThrownBy(() -> CorpusReader.read(this.folder))
			.withMessageContaining("put questions.yaml there");
		write("questions.yaml", YAML);
		assertThatExceptionOfType(InvalidCorpusException.class).isThrownBy(() -> CorpusReader.read(this.folder))
			.withMessageContaining("has no documents: put *.md");
		Files.write(this.folder.resolve("a.md"), "ä".getBytes(StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidCorpusException.class).isThrownBy(() -> CorpusReader.read(this.folder))
			.withMessageContaining("a.md: is not UTF-8");
	}

	@Test
	void questionsNameHeadingsOfDocuments() throws IOException {
		write("questions.yaml", YAML);
		write("a.md", "# Title\n\n## Times\n\nLong.\n\n```\n# no heading\n```\n");
		Corpus corpus = CorpusReader.read(this.folder);
		assertThat(corpus.questions())
			.containsExactly(new Question("q1", "en", "How long?", Map.of("a.md > Times", 1)));
		assertThat(corpus.byHeading()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "a.md > Times|a.md > Tides|questions.yaml:7: 'a.md > Tides' of question 'q1' is no document",
					"a.md > Times|a.md > no heading|questions.yaml:7: 'a.md > no heading'",
					"ask: How long?|asks: How long?|questions.yaml:6: 'asks' is unknown",
					"id: q1|id: [q1]|questions.yaml:4: has to be a text",
					"ask: How long?|ask: \"x\" y|questions.yaml:6: ",
					"documents: .|documents: ./gone|gone is no folder",
					"language: en|language: ' '|questions.yaml:5: has to be a text",
					"answers: [\"a.md > Times\"]|answers: []|questions.yaml:4: question 'q1' has no answers",
					"answers: [\"a.md > Times\"]|answers: x|questions.yaml:7: has to be a list" })
	void aQuestionThatCannotBeReadIsNamedWithItsLine(String right, String wrong, String reason) throws IOException {
		write("questions.yaml", YAML.replace(right, wrong));
		write("a.md", "# Title\n\n## Times\n\nLong.\n\n```\n# no heading\n```\n");
		assertThatExceptionOfType(InvalidCorpusException.class).isThrownBy(() -> CorpusReader.read(this.folder))
			.withMessageContaining(reason);
	}

	@Test
	void onlyTheFilesThatAreWantedAreDocuments() throws IOException {
		write("questions.yaml", YAML.replace("language: en\nq", "only: \"*.md\"\nlanguage: en\nq"));
		write("a.md", "## Times\n");
		write("below/b.md", "# B\n");
		assertThat(CorpusReader.read(this.folder).documents()).extracting(CorpusDocument::id).containsExactly("a.md");
	}

	/**
	 * If this fails, a heading in {@code docs/} was renamed or is gone: name the one that
	 * answers the question now.
	 */
	@Test
	void theProjectsOwnQuestionsNameHeadingsThatAreThere() {
		Corpus own = CorpusReader.read(Path.of("eval/retrieval/own"));
		assertThat(own.questions()).filteredOn((one) -> one.language().equals("en")).hasSizeGreaterThanOrEqualTo(40);
		assertThat(own.questions()).filteredOn((one) -> one.language().equals("de")).hasSizeGreaterThanOrEqualTo(30);
		assertThat(own.questions()).extracting(Question::text).doesNotHaveDuplicates();
	}

}
