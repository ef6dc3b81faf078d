package dev.agentservice.rollout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenarios;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class JudgeCommandTests {

	private static final String HEADER = """
			{"format": "agent-service-replay/1", "run": "r", "start": 0, "steps": [{"weight": 10, "minutes": 1}], \
			"scrape_interval_s": 15, "pods": [{"pod": "p0", "track": "stable", "version": "1"}], \
			"series": ["agent_runs_seconds_count{agent=\\"a\\",outcome=\\"failed\\"}", "up"]}""";

	private static String bad = "";

	@TempDir
	private Path directory;

	private final List<String> out = new ArrayList<>();

	private final List<String> err = new ArrayList<>();

	@BeforeAll
	static void simulate() throws IOException {
		StringWriter recorded = new StringWriter();
		RolloutSimulator.write(Scenarios.errors(0.13, 3), 1, 600, recorded);
		bad = recorded.toString();
	}

	@Test
	void eachRunOfAFileHasALine() throws IOException {
		assertThat(judge(bad + bad.replaceFirst("/1\", \"start\"", "/2\", \"start\""))).isZero();
		assertThat(this.out).hasSize(2)
			.allSatisfy((line) -> assertThat(line).contains("\"verdict\":\"FAIL\"", "\"metric\":\"err", "\"at_s\":",
					"\"reason\":"));
		assertThat(this.err).isEmpty();
	}

	@Test
	void packedFilesAndTheStandardInputAreRead() throws IOException {
		judge(bad);
		Path packed = Files.write(this.directory.resolve("runs.jsonl.gz"), gzip(bad));
		assertThat(run(InputStream.nullInputStream(), "--replay", packed.toString())).isZero();
		assertThat(run(new ByteArrayInputStream(bad.getBytes(StandardCharsets.UTF_8)), "--replay", "-")).isZero();
		assertThat(run(new ByteArrayInputStream(gzip(bad)), "--replay", "-")).isZero();
		assertThat(this.out).hasSize(4).containsOnly(this.out.getFirst());
	}

	@Test
	void theSamplesOfAPodMayComeTogether() throws IOException {
		judge(bad);
		List<String> lines = bad.lines().toList();
		List<String> samples = lines.subList(1, lines.size() - 1)
			.stream()
			.sorted((a, b) -> b.substring(b.indexOf("\"pod\""), b.indexOf("\"v\""))
				.compareTo(a.substring(a.indexOf("\"pod\""), a.indexOf("\"v\""))))
			.toList();
		judge(lines.getFirst() + "\n" + String.join("\n", samples) + "\n\n" + lines.getLast());
		assertThat(this.out).hasSize(2).containsOnly(this.out.getFirst());
	}

	@Test
	void whatComesAfterAVerdictChangesNothingOfIt() throws IOException {
		judge(bad);
		String line = this.out.getFirst();
		double at = Double.parseDouble(line.replaceAll(".*\"at_s\":([0-9]+).*", "$1"));
		StringBuilder cut = new StringBuilder();
		bad.lines()
			.filter((sample) -> sample.startsWith("{\"format") || (sample.startsWith("{\"t\"")
					&& Double.parseDouble(sample.substring(6, sample.indexOf(','))) <= at))
			.forEach((sample) -> cut.append(sample).append('\n'));
		assertThat(judge(cut.toString())).isEqualTo(4);
		assertThat(this.out).containsExactly(line, line);
		assertThat(this.err).singleElement().asString().contains("no \"end\"");
	}

	@Test
	void aRunThatEndsBeforeItsStepsIsAnError() throws IOException {
		assertThat(judge(HEADER + "\n{\"end\": 30}")).isZero();
		assertThat(this.out).singleElement().asString().contains("\"verdict\":\"ERROR\"", "\"at_s\":30", "ends before");
	}

	@Test
	void aReportIsWrittenForEachRun() throws IOException {
		Path file = Files.writeString(this.directory.resolve("runs.jsonl"), bad + bad);
		Path reports = this.directory.resolve("reports");
		assertThat(run(InputStream.nullInputStream(), "--replay", file.toString(), "--report", reports.toString()))
			.isZero();
		assertThat(reports.resolve("errors_13___x_3.0_1-2/report.md")).exists();
		assertThat(reports.resolve("errors_13___x_3.0_1/report.md")).content()
			.contains("verdict: **FAIL**", "| errors | errors |", "## Agents and tools", "## Policy",
					"| p3 | canary |");
		assertThat(reports.resolve("errors_13___x_3.0_1/report.html")).content()
			.contains("<svg", "polyline")
			.doesNotContain("<script", "http://", "https://", "NaN");
	}

	@Test
	void namesInAReportAreNoMarkup() throws IOException {
		Path file = Files.writeString(this.directory.resolve("runs.jsonl"),
				HEADER.replace("\"r\"", "\"<script>|../..\"") + "\n{\"end\": 60}");
		Path reports = this.directory.resolve("reports");
		run(InputStream.nullInputStream(), "--replay", file.toString(), "--report", reports.toString());
		assertThat(reports.resolve("_script__.._../report.html")).content().doesNotContain("<script");
		assertThat(reports.resolve("_script__.._../report.md")).content()
			.contains("# \\<script\\>\\|", "| latency | not used: neither track counts it |");
	}

	@Test
	void anotherPolicyCounts() throws IOException {
		Path policy = Files.writeString(this.directory.resolve("policy.yaml"), "alpha: high");
		Path file = Files.writeString(this.directory.resolve("runs.jsonl"), bad);
		assertThat(run(InputStream.nullInputStream(), "--replay", file.toString(), "--policy", policy.toString()))
			.isEqualTo(2);
		assertThat(this.err).singleElement().asString().contains("policy.yaml: line 1: alpha: high");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			''                            | --replay FILE is missing
			--replay                      | --replay needs a value
			--replay x --replai y         | unknown argument --replai
			--replay none.jsonl           | none.jsonl cannot be read
			""")
	void wrongUsageIsNamed(String arguments, String complaint) {
		assertThat(run(InputStream.nullInputStream(), arguments.isEmpty() ? new String[0] : arguments.split(" ")))
			.isEqualTo(2);
		assertThat(this.err).singleElement().asString().contains(complaint.strip());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			[]                                                          | line 2: it is no JSON object
			{"t": 1, "pod": 0, "v": [1, 1]                              | line 2: it is no JSON object
			{} {}                                                       | line 2: something follows
			{}                                                          | line 2: it is no header, no sample
			{"t": 1, "t": 2, "pod": 0, "v": [1, 1]}                     | line 2: it is no JSON object: Duplicate
			{"t": 1, "pod": 0, "v": [1]}                                | line 2: 1 values for 2 series
			{"t": 1, "pod": 0, "v": [1, 2, 3]}                          | line 2: 3 values for 2 series
			{"t": 1, "pod": 1, "v": [1, 1]}                             | line 2: there is no pod
			{"t": 1, "pod": -1, "v": [1, 1]}                            | line 2: there is no pod
			{"t": 1, "pod": 0.5, "v": [1, 1]}                           | line 2: there is no pod
			{"t": 1, "pod": "p0", "v": [1, 1]}                          | line 2: pod is no number
			{"t": 1, "pod": 0, "v": [-1, 1]}                            | line 2: value 0 of the sample, -1.0
			{"t": 1, "pod": 0, "v": [1e16, 1]}                          | line 2: value 0 of the sample, 1.0E16
			{"t": 1, "pod": 0, "v": [NaN, 1]}                           | line 2: it is no JSON object
			{"t": 1, "pod": 0, "v": ["1", 1]}                           | line 2: a value of "v" is no number
			{"t": 1, "pod": 0, "v": [1e999, 1]}                         | line 2: a value of "v" is no finite number
			{"t": 1, "pod": 0, "v": [[1], 1]}                           | line 2: a value of "v" is no number
			{"t": 1, "pod": 0, "v": {}}                                 | line 2: "v" is neither
			{"t": 1e400, "pod": 0, "v": [1, 1]}                         | line 2: t is no finite number
			{"end": null}                                               | line 2: end is no number
			""")
	void aLineThatIsWrongIsNamed(String line, String complaint) throws IOException {
		assertThat(judge(HEADER + "\n" + line + "\n" + HEADER)).isEqualTo(2);
		assertThat(this.err).singleElement().asString().contains(complaint.strip());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			replay/1"          | replay/9"          | line 1: the format is agent-service-replay/9
			"run": "r"         | "run": 5           | line 1: "run" is no text
			"minutes": 1       | "minutes": 0       | line 1: minutes: 0.0 is not from
			"minutes": 1       | "minutes": 1e9     | line 1: minutes: 1.0E9 is not from
			"minutes": 1       | "minutes": null    | line 1: "minutes" is no number
			"weight": 10       | "weight": 100      | line 1: weight: 100.0 is not from
			"track": "stable"  | "track": "other"   | line 1: the track of a pod
			_s": 15            | _s": 60            | line 1: scrape_interval_s: 60.0 is not from 1.0 to 30.0
			, "up"             | , "up", "up"       | line 1: 'up' stands there twice
			, "up"             | , "{"              | line 1: '{' is no series
			, "up"             | , 7                | line 1: a series is no text
			"start": 0         | "start": "now"     | line 1: "start" is no number
			"start": 0,        | "since": 0,        | line 1: "start" is no number
			"run": "r"         | "run": "~d800"   | line 1: "run" has half of a surrogate pair
			, "up"             | , "~dfff"       | line 1: a series has half of a surrogate pair
			"steps": [         | "steps": [5,       | line 1: "minutes" is no number
			"pods": [          | "pod": [           | line 1: "pods" is no list
			""")
	void aHeaderThatIsWrongIsNamed(String good, String wrong, String complaint) throws IOException {
		assertThat(judge(HEADER.replace(good.strip(), wrong.strip().replace("~", "\\u")))).isEqualTo(2);
		assertThat(this.err).singleElement().asString().contains(complaint.strip());
	}

	@Test
	void whatIsNoRecordingIsNamed() throws IOException {
		assertThat(judge("")).isEqualTo(2);
		assertThat(judge("{\"t\": 1, \"pod\": 0, \"v\": null}")).isEqualTo(2);
		assertThat(judge("{\"end\": 1}")).isEqualTo(2);
		assertThat(this.err).satisfiesExactly((line) -> assertThat(line).contains("there is no run in it"),
				(line) -> assertThat(line).contains("line 1: a header"),
				(line) -> assertThat(line).contains("line 1: a header"));
	}

	@Test
	void aPodWithTwoSamplesAtOnceIsNamed() throws IOException {
		String sample = "\n{\"t\": 1, \"pod\": 0, \"v\": null}";
		assertThat(judge(HEADER + sample + sample)).isEqualTo(2);
		assertThat(this.err).singleElement().asString().contains("line 3: a second sample of the pod");
	}

	@Test
	void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
		InputStream endless = new InputStream() {

			@Override
			public int read() {
				return 'x';
			}

			@Override
			public int read(byte[] bytes, int offset, int length) {
				Arrays.fill(bytes, offset, offset + length, (byte) 'x');
				return length;
			}

		};
		assertThat(run(endless, "--replay", "-")).isEqualTo(2);
		assertThat(this.err).singleElement().asString().contains("line 1: the line is longer than 32 MiB");
	}

	private int judge(String recorded) throws IOException {
		Path file = Files.writeString(this.directory.resolve("runs.jsonl"), recorded);
		return run(InputStream.nullInputStream(), "--replay", file.toString());
	}

	private int run(InputStream in, String... arguments) {
		List<String> all = new ArrayList<>(List.of("k8s/prod/rollout.yaml"));
		all.addAll(List.of(arguments));
		return JudgeCommand.run(all, in, this.out::add, this.err::add);
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return packed.toByteArray();
	}

}
