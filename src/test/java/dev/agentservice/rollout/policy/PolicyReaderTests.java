package dev.agentservice.rollout.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@BesideOthers
class PolicyReaderTests {

	@Test
	void theFileOfProductionShowsAllDefaults() throws IOException {
		Path file = Path.of("k8s/prod/rollout.yaml");
		assertThat(PolicyReader.read(file)).isEqualTo(PolicyReader.parse(""));
		String text = Files.readString(file);
		for (Metric metric : Metric.values()) {
			assertThat(text).contains(metric.key() + ":");
		}
	}

	@Test
	void whatTheFileSaysCounts() {
		RolloutPolicy policy = PolicyReader.parse("""
				steps:
				  - {weight: 5, hold: 2h, margins: loose, approve: true}
				after_promotion: {watch: 90s}
				error: {grace: 1m, then: rollback}
				inconclusive: {extend: 10m, times: 2}
				sticky: accepted
				placebo: {ahead: 100}
				metrics:
				  tools: {required: false}
				notify: [https://hooks.example/x]
				""");
		assertThat(policy.steps()).containsExactly(new PolicyStep(5, Duration.ofHours(2), Margins.LOOSE, true));
		assertThat(policy.watch()).isEqualTo(Duration.ofSeconds(90));
		assertThat(policy.error()).isEqualTo(new Unmeasured(Duration.ofMinutes(1), Fallback.ROLLBACK));
		assertThat(policy.inconclusive().longest()).isEqualTo(Duration.ofMinutes(20));
		assertThat(policy.sticky()).isTrue();
		assertThat(policy.placeboAhead()).isEqualTo(100);
		assertThat(policy.rule(Metric.TOOLS).required()).isFalse();
		assertThat(policy.notified()).containsExactly("https://hooks.example/x");
	}

	@Test
	void stepsBeyondTheLastKeepItsMargins() {
		RolloutPolicy policy = PolicyReader.parse("");
		assertThat(policy.margins(0)).isEqualTo(Margins.LOOSE);
		assertThat(policy.margins(7)).isEqualTo(Margins.TIGHT);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			alhpa: 0.01                                    | line 1: alhpa: is no known key
			alpha: 0                                       | line 1: alpha: 0 is no number
			alpha: .nan                                    | line 1: alpha: .nan is no number
			alpha: .inf                                    | line 1: alpha: .inf is no number
			alpha: -0.01                                   | line 1: alpha: -0.01 is no number
			alpha: 1e-99                                   | line 1: alpha: 1e-99 is no number
			beta: high                                     | line 1: beta: high is no number
			minimum_runs: 1.5                              | minimum_runs: must be a whole number
			version: 2                                     | line 1: version: 2 is no number
			steps: []                                      | 1 to 20
			steps: 5                                       | line 1: steps: must be a list
			'steps: [{weight: 10, hold: 0m}]'              | line 1: steps[0].hold: 0m is no time
			'steps: [{weight: 10, hold: 30}]'              | line 1: steps[0].hold: 30 is no time
			'steps: [{weight: 10, hold: 999999h}]'         | more than 24 h
			'steps: [{hold: 30m}]'                         | steps[0]: weight is missing
			'steps: [{weight: 100, hold: 30m}]'            | line 1: steps[0].weight: 100 is no number
			'steps: [{weight: 50}, {weight: 10}]'          | each must weigh more
			'steps: [{weight: 50, minutes: 3}]'            | line 1: steps[0].minutes: is no known key
			'metrics: {errors: {weight: 0.5}}'             | the weights sum to 1.18
			'metrics: {errors: {tight: 3}}'                | the tight margin must not exceed the loose one
			'{settle: 10m, steps: [{weight: 10, hold: 5m}]}' | steps[0]: hold must be longer than settle
			'metrics: {errors: {tolerated: 1.5}}'          | metrics.errors: what is tolerated must not exceed
			'inconclusive: {extend: 10m, times: 0}'        | inconclusive: extend says for how long
			'limits: {error_rate: 0.02}'                   | limits.error_rate is below metrics.errors.floor_loose
			'metrics: {errors: {loose: 1}}'                | line 1: metrics.errors.loose: 1 is no number
			'metrics: {latency: {floor_loose: 0.1}}'       | line 1: metrics.latency.floor_loose: is no known key
			'metrics: {speed: {weight: 0}}'                | line 1: metrics.speed: is no known key
			'metrics: {tools: {required: perhaps}}'        | perhaps is none of false, true
			'error: {then: stop}'                          | stop is none of hold, rollback
			'limits: 3'                                    | line 1: limits: must be a block
			'{alpha: 0.1, alpha: 0.2}'                     | stands here a second time
			'a: [b'                                        | this is not YAML
			'- 1'                                          | must be a block
			""")
	void whatIsWrongIsNamed(String yaml, String complaint) {
		assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> PolicyReader.parse(yaml))
			.withMessageContaining(complaint.strip());
	}

	@Test
	void aFileThatCannotBeReadIsNamed(@TempDir Path directory) throws IOException {
		assertThatExceptionOfType(InvalidPolicyException.class)
			.isThrownBy(() -> PolicyReader.read(directory.resolve("none.yaml")))
			.withMessageContaining("none.yaml cannot be read");
		Path large = Files.writeString(directory.resolve("large.yaml"), "#".repeat(300_000));
		assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> PolicyReader.read(large))
			.withMessageContaining("256 KiB");
		Path binary = Files.write(directory.resolve("binary.yaml"), new byte[] { (byte) 0xff, (byte) 0xfe });
		assertThatExceptionOfType(InvalidPolicyException.class).isThrownBy(() -> PolicyReader.read(binary))
			.withMessageContaining("UTF-8");
	}

}
