package dev.agentservice.rollout;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenarios;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings that were not written to their end.
 */
@BesideOthers
class CutRecordingTests {

	private static String bad = "";

	private final List<String> out = new ArrayList<>();

	private final List<String> err = new ArrayList<>();

	@BeforeAll
	static void simulate() throws IOException {
		StringWriter recorded = new StringWriter();
		RolloutSimulator.write(Scenarios.errors(0.13, 3), 1, 600, recorded);
		bad = recorded.toString();
	}

	@ParameterizedTest
	@ValueSource(doubles = { 0.6, 0.9, 0.999 })
	void aCutArchiveIsJudgedAsFarAsItGoes(double part) throws IOException {
		byte[] packed = gzip(bad + bad);
		assertThat(judge(new ByteArrayInputStream(packed, 0, (int) (packed.length * part)))).isEqualTo(4);
		assertThat(this.out).hasSize(2);
		assertThat(this.out.getFirst()).contains("\"verdict\":\"FAIL\"");
		assertThat(this.err).singleElement().asString().contains("standard input: line ", "the recording is cut");
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 9, 40 })
	void ofAnArchiveThatIsCutAtOnceNothingIsJudged(int length) throws IOException {
		assertThat(judge(new ByteArrayInputStream(gzip(bad), 0, length))).isEqualTo(4);
		assertThat(this.out).isEmpty();
		assertThat(this.err).singleElement().asString().contains("the recording is cut");
	}

	@Test
	void aRecordingThatIsCutInTheMiddleOfALineIsJudgedAsFarAsItGoes() {
		assertThat(judge(bad + bad.substring(0, bad.length() - 40))).isEqualTo(4);
		assertThat(judge(bad + bad.substring(0, 1000))).isEqualTo(4);
		assertThat(this.out).hasSize(3).containsOnly(this.out.getFirst());
		assertThat(this.err).satisfiesExactly((line) -> assertThat(line).contains("the last run has no \"end\""),
				(line) -> assertThat(line).contains("what follows the last run is not whole"));
	}

	/** Those after it may be whole. */
	@Test
	void aRunThatTheNextHeaderCutsIsJudgedAsFarAsItGoes() {
		String cut = bad.substring(0, bad.lastIndexOf("{\"end\""));
		String header = bad.lines().findFirst().orElseThrow() + "\n";
		assertThat(judge(header + cut + cut + bad)).isEqualTo(4);
		assertThat(this.out).hasSize(4);
		assertThat(this.out.getFirst()).contains("\"verdict\":\"ERROR\"");
		assertThat(this.out.subList(1, 4)).containsOnly(this.out.getLast());
		assertThat(this.out.getLast()).contains("\"verdict\":\"FAIL\"");
		assertThat(this.err).singleElement()
			.asString()
			.contains("3 runs before the last have no \"end\", the first is '");
	}

	/** A writer that was killed, and another run behind it. */
	@Test
	void aRunThatIsCutInTheMiddleOfALineBeforeTheNextHeaderIsJudgedAsFarAsItGoes() {
		String cut = bad.substring(0, bad.lastIndexOf("{\"end\"") - 5);
		assertThat(judge(cut + bad + cut + cut)).isEqualTo(4);
		assertThat(this.out).hasSize(4).allMatch((line) -> line.contains("\"verdict\":\"FAIL\""));
		assertThat(this.err).singleElement()
			.asString()
			.contains("2 runs before the last have no \"end\", the first is '", ", and the last run has no \"end\"");
		assertThat(judge(bad.substring(0, 40) + bad)).isEqualTo(2);
	}

	/** As a pipe does that is slower than its reader. */
	@Test
	void allPartsOfAnArchiveAreRead() throws IOException {
		ByteArrayOutputStream parts = new ByteArrayOutputStream();
		parts.write(gzip(bad));
		parts.write(gzip(bad));
		InputStream slow = new ByteArrayInputStream(parts.toByteArray()) {

			@Override
			public synchronized int read(byte[] bytes, int offset, int length) {
				return super.read(bytes, offset, Math.min(length, 100));
			}

			@Override
			public synchronized int available() {
				return 0;
			}

		};
		assertThat(judge(slow)).isZero();
		assertThat(this.out).hasSize(2);
	}

	private int judge(String recorded) {
		return judge(new ByteArrayInputStream(recorded.getBytes(StandardCharsets.UTF_8)));
	}

	private int judge(InputStream in) {
		return JudgeCommand.run(List.of("k8s/prod/rollout.yaml", "--replay", "-"), in, this.out::add, this.err::add);
	}

	private static byte[] gzip(String text) throws IOException {
		ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
			out.write(text.getBytes(StandardCharsets.UTF_8));
		}
		return packed.toByteArray();
	}

}
