package dev.agentservice.knowledge.evaluate.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import dev.agentservice.guard.evaluate.report.Check;
import dev.agentservice.knowledge.evaluate.measure.Answered;
import dev.agentservice.knowledge.evaluate.measure.Measured;
import dev.agentservice.knowledge.evaluate.measure.Mode;
import dev.agentservice.knowledge.evaluate.measure.Scores;
import dev.agentservice.knowledge.evaluate.set.Question;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class RetrievalReportTests {

	private static final String YAML = """
			recall: {}
			retrieval:
			  hybrid_behind: 0.01
			  fall: 0.02
			  quarantine: 0.02
			  missing_vectors: 0.2
			  measured: {own: {all: {hybrid: {ndcg: 0.63, mrr: 0.4}, text: {recall: 0.5}}}}
			""";

	private static final int QUESTIONS = 96;

	@TempDir
	private Path folder;

	private RetrievalThresholds thresholds(String yaml) throws IOException {
		return RetrievalThresholds.read(Files.writeString(this.folder.resolve("t.yaml"), yaml));
	}

	private static Measured measured(double text, double vector, double hybrid, int alarms) {
		Answered answered = new Answered(
				new Question("q1", "en", "a secret text", Map.of("d", 1)), Map.of(Mode.TEXT, new Scores(text, 0.5, 0.4),
						Mode.VECTOR, new Scores(vector, 0.5, 0.4), Mode.HYBRID, new Scores(hybrid, 0.5, 0.4)),
				List.of("d", "e"));
		return new Measured("own", 240, 3, 99, List.of("d #1", "d #2").subList(0, alarms), 5,
				Collections.nCopies(QUESTIONS, answered), Duration.ofMillis(3));
	}

	@Test
	void everyThresholdIsHeldAgainstWhatWasMeasured() throws IOException {
		List<Check> checks = thresholds(YAML).check(measured(0.5, 0.6, 0.6, 1));
		assertThat(checks).extracting(Check::name)
			.containsExactly("false alarms of the quarantine in own", "passages and questions without a vector in own",
					"hybrid nDCG@10 beside the better half, own all", "ndcg of hybrid, own all",
					"mrr of hybrid, own all", "recall of text, own all");
		assertThat(checks).filteredOn((check) -> !check.kept())
			.extracting(Check::text)
			.containsExactly("ndcg of hybrid, own all is 60.0 %, has to be at least 61.0 %");
	}

	@Test
	void hybridSearchMayBeALittleBehindItsBetterHalf() throws IOException {
		assertThat(broken(measured(0.62, 0.3, 0.611, 0))).isEmpty();
		assertThat(broken(measured(0.3, 0.63, 0.615, 0)))
			.containsExactly("hybrid nDCG@10 beside the better half, own all");
		assertThat(broken(measured(0.1, 0.1, 0.7, 2))).containsExactly("false alarms of the quarantine in own");
	}

	private List<String> broken(Measured measured) throws IOException {
		return thresholds(YAML).check(measured).stream().filter((check) -> !check.kept()).map(Check::name).toList();
	}

	@Test
	void aFigureOfFewQuestionsMayFallByOneOfThem() throws IOException {
		Measured many = measured(0.5, 0.6, 0.6, 0);
		Measured few = new Measured("own", 240, 3, 99, List.of(), 0, many.answered().subList(0, 30), Duration.ZERO);
		assertThat(broken(many)).containsExactly("ndcg of hybrid, own all");
		assertThat(broken(few)).as("0.6 is less than 0.63 by less than 1 / 30").isEmpty();
	}

	@Test
	void ofAnotherCorpusNoFigureIsStored() throws IOException {
		Measured own = measured(0.5, 0.6, 0.6, 0);
		Measured other = new Measured("other", 240, 3, 99, List.of(), 0, own.answered(), Duration.ZERO);
		assertThat(thresholds(YAML).check(other)).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "fall: 0.02|fall: 2|'fall' has to be a number from 0 to 1",
					"fall: 0.02|fell: 0.02|has to have a section 'retrieval'",
					"retrieval:|retrial:|has to have a section",
					"{all: {|{fr: {|'measured' has fr of own, and there are no questions in it",
					"hybrid: {ndcg|hybrids: {ndcg|'hybrids', which is no mode",
					"{ndcg: 0.63|{ndgc: 0.63|'ndgc', which is none" })
	void aThresholdThatCannotBeReadIsNamed(String right, String wrong, String reason) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> thresholds(YAML.replace(right, wrong)).check(measured(0.5, 0.6, 0.7, 0)))
			.withMessageContaining(reason);
	}

	@Test
	void theTableHasARowForEachModeAndForEachQuestionIfAsked() {
		List<String> lines = new ArrayList<>();
		RetrievalTable table = new RetrievalTable(lines::add, true);
		table.print(measured(0.5, 0.6, 0.7, 1));
		table.print(List.of(new Check("x", 0.1, 0.2, false)));
		assertThat(lines).anyMatch((line) -> line.matches(" +all +hybrid +96 +0.7000 +0.5000 +0.4000"))
			.anyMatch((line) -> line.matches(" +q1 +0.500 +0.600 +0.700 +d \\| e"))
			.anyMatch((line) -> line.contains("1 of 99 passages (1.0 %)"))
			.anyMatch((line) -> line.contains("WARNING: 5 passages and questions (2.6 %)"))
			.anyMatch((line) -> line.equals("FAILED: x is 10.0 %, has to be at least 20.0 %"))
			.noneMatch((line) -> line.contains("secret"));
	}

	@Test
	void jsonHasAllFiguresAndNoText() {
		String report = RetrievalJson.of(List.of(measured(0.5, 0.6, 0.7, 1)), List.of(new Check("x", 0.1, 0.2, true)));
		JsonNode json = JsonMapper.shared().readTree(report);
		assertThat(json.at("/corpora/0/figures/all/vector/ndcg").asDouble()).isEqualTo(0.6);
		assertThat(json.at("/corpora/0/questions/q1/text/mrr").asDouble()).isEqualTo(0.4);
		assertThat(json.at("/corpora/0/without_vector").asInt()).isEqualTo(5);
		assertThat(json.at("/checks/0/at_most").asDouble()).isEqualTo(0.2);
		assertThat(json.at("/passed").asBoolean()).isTrue();
		assertThat(report).doesNotContain("secret");
	}

}
