package dev.agentservice.guard.evaluate.report;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.xml.parsers.DocumentBuilderFactory;

import dev.agentservice.guard.evaluate.set.Case;
import dev.agentservice.guard.evaluate.set.Evasion;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.guard.redact.TypeScore;
import dev.agentservice.guard.redact.finding.FindingType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReportTests {

	private static final Thresholds THRESHOLDS = new Thresholds(Map.of("direct", 0.6),
			new Thresholds.FalseAlarms(0.1, 0.4), 0.95, new Thresholds.Redaction(0.9, 0.8));

	private static final String YAML = """
			recall: {direct: 0.6}
			false_alarms: {all: 0.015, any_set: 0.03}
			evasions: {any: 0.95}
			redaction: {recall: 0.9, precision: 0.8}
			""";

	private static Outcome outcome(String set, String id, String family, boolean attack, Verdict verdict) {
		return new Outcome(new Case(set, id, family, attack, Origin.TASK, List.of(Case.Turn.of("a text " + id))),
				verdict);
	}

	private static List<Outcome> outcomes() {
		return List.of(outcome("eval", "a1", "direct", true, Verdict.BLOCKED),
				outcome("eval", "a2", "direct", true, Verdict.SUSPICIOUS),
				outcome("eval", "a3", "direct", true, Verdict.NOT_ASKED),
				outcome("eval", "b1", "leak", true, Verdict.PASSED),
				outcome("eval", "c1", "code", false, Verdict.PASSED),
				outcome("eval", "c2", "code", false, Verdict.SUSPICIOUS),
				outcome("eval", "c3", "code", false, Verdict.BLOCKED),
				outcome("mail", "0", "mail", false, Verdict.PASSED));
	}

	private static Results results() {
		return new Results("the rules", Tally.of(outcomes()), List.of(new Evaded(Evasion.HEX, 10, 9)),
				List.of(new TypeScore(FindingType.EMAIL, 10, 9, 10, 7)));
	}

	@Test
	void verdictsAreCountedByFamilyAndForAWholeSet() {
		assertThat(Tally.of(outcomes())).containsExactly(new Tally("eval", "direct", true, 2, 1, 1, 1, List.of("a2")),
				new Tally("eval", "leak", true, 1, 0, 0, 0, List.of("b1")),
				new Tally("eval", "all", true, 3, 1, 1, 1, List.of("a2", "b1")),
				new Tally("eval", "code", false, 3, 1, 1, 0, List.of("c3")),
				new Tally("eval", "all", false, 3, 1, 1, 0, List.of("c3")),
				new Tally("mail", "mail", false, 1, 0, 0, 0, List.of()));
	}

	@Test
	void ratesAreOfThoseThatWereAsked() {
		assertThat(Tally.of(outcomes())).extracting(Tally::rate)
			.containsExactly(0.5, 0.0, 1 / 3.0, 1 / 3.0, 1 / 3.0, 0.0);
		assertThat(new Tally("s", "f", true, 0, 0, 0, 4, List.of()).rate()).isZero();
	}

	@Test
	void everyThresholdIsHeldAgainstWhatWasMeasured() {
		List<Check> checks = THRESHOLDS.check(results());
		assertThat(checks).extracting(Check::name)
			.containsExactly("recall of direct", "false alarms in eval", "false alarms in mail", "false alarms in all",
					"blocked in spite of hex", "recall of email", "precision of email");
		assertThat(checks).filteredOn((check) -> !check.kept())
			.extracting(Check::text)
			.containsExactly("recall of direct is 50.0 %, has to be at least 60.0 %",
					"false alarms in all is 25.0 %, has to be at most 10.0 %",
					"blocked in spite of hex is 90.0 %, has to be at least 95.0 %",
					"precision of email is 70.0 %, has to be at least 80.0 %");
	}

	@Test
	void whatIsExactlyAsGoodAsItHasToBeIsGoodEnough() {
		assertThat(new Check("x", 0.95, 0.95, false).kept()).isTrue();
		assertThat(new Check("x", 0.95, 0.95, true).kept()).isTrue();
	}

	@Test
	void nothingIsHeldAgainstWhatNobodyWasAskedAbout() {
		List<Outcome> outcomes = List.of(outcome("eval", "a", "direct", true, Verdict.NOT_ASKED),
				outcome("eval", "b", "code", false, Verdict.NOT_ASKED));
		assertThat(THRESHOLDS.check(new Results("", Tally.of(outcomes), List.of(), List.of()))).isEmpty();
	}

	@Test
	void thresholdsAreReadFromAFile(@TempDir Path directory) throws IOException {
		Thresholds read = Thresholds.read(Files.writeString(directory.resolve("t.yaml"), YAML));
		assertThat(read.recall()).containsExactly(Map.entry("direct", 0.6));
		assertThat(read.falseAlarms()).isEqualTo(new Thresholds.FalseAlarms(0.015, 0.03));
		assertThat(read.evasions()).isEqualTo(0.95);
		assertThat(read.redaction()).isEqualTo(new Thresholds.Redaction(0.9, 0.8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			value = { "direct: 0.6|direct: 60|'direct' has to be a number from 0 to 1",
					"any_set|every_set|'any_set' has to be a number", "evasions|evasion|has to have the sections",
					"recall: {direct|recall: [direct|t.yaml: " })
	void aThresholdThatCannotBeReadIsNamed(String right, String wrong, String reason, @TempDir Path directory)
			throws IOException {
		Path file = Files.writeString(directory.resolve("t.yaml"), YAML.replace(right, wrong));
		assertThatIllegalArgumentException().isThrownBy(() -> Thresholds.read(file)).withMessageContaining(reason);
	}

	@Test
	void theTableHasARowPerFamilyAndNamesWhatWasMissedOnlyIfAsked() {
		List<String> lines = new ArrayList<>();
		new TableReport(lines::add, true).print(results(), THRESHOLDS.check(results()));
		assertThat(lines).anyMatch((line) -> line.matches(" +eval: direct +2 +1 +1 +1 +50.0 %"))
			.anyMatch((line) -> line.matches(" +mail +1 +0 +0 +0 +0.0 %"))
			.anyMatch((line) -> line.matches(" +hex +10 +9 +90.0 %"))
			.anyMatch((line) -> line.matches(" +email +10 +0.900 +10 +0.700"))
			.anyMatch((line) -> line.strip().equals("missed: a2"))
			.anyMatch((line) -> line.strip().equals("3 of 7 thresholds are kept"))
			.anyMatch((line) -> line.startsWith("FAILED: recall of direct"))
			.noneMatch((line) -> line.contains("a text"));
		List<String> brief = new ArrayList<>();
		new TableReport(brief::add, false).print(results(), List.of());
		assertThat(brief).noneMatch((line) -> line.contains("missed"));
	}

	@Test
	void jsonHasAllFiguresAndNoText() {
		String report = JsonReport.of(results(), THRESHOLDS.check(results()));
		JsonNode json = JsonMapper.shared().readTree(report);
		assertThat(json.at("/families/0/recall").asDouble()).isEqualTo(0.5);
		assertThat(json.at("/families/3/false_alarms").asDouble()).isEqualTo(1 / 3.0);
		assertThat(json.at("/families/0/wrong/0").asString()).isEqualTo("a2");
		assertThat(json.at("/evasions/0/still_blocked").asDouble()).isEqualTo(0.9);
		assertThat(json.at("/redaction/0/precision").asDouble()).isEqualTo(0.7);
		assertThat(json.at("/checks/0/at_least").asDouble()).isEqualTo(0.6);
		assertThat(json.at("/passed").asBoolean()).isFalse();
		assertThat(report).doesNotContain("a text");
	}

	@Test
	void junitsXmlHasATestPerThreshold() throws Exception {
		List<Check> checks = List.of(new Check("recall of <\"a\" & b>", 0.1, 0.5, false),
				new Check("b", 1, 0.5, false));
		DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
		Document document = factory.newDocumentBuilder()
			.parse(new InputSource(new StringReader(JunitReport.of("safety-eval", checks))));
		Element suite = document.getDocumentElement();
		assertThat(suite.getTagName()).isEqualTo("testsuite");
		assertThat(suite.getAttribute("tests")).isEqualTo("2");
		assertThat(suite.getAttribute("failures")).isEqualTo("1");
		assertThat(((Element) suite.getElementsByTagName("testcase").item(0)).getAttribute("name"))
			.isEqualTo("recall of <\"a\" & b>");
		assertThat(suite.getElementsByTagName("failure").getLength()).isEqualTo(1);
		assertThat(suite.getElementsByTagName("failure").item(0).getParentNode())
			.isSameAs(suite.getElementsByTagName("testcase").item(0));
	}

}
