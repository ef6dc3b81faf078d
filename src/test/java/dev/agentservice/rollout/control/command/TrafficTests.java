package dev.agentservice.rollout.control.command;

import java.util.List;

import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class TrafficTests {

	private static final RolloutPolicy POLICY = PolicyReader.parse("""
			version: 1
			steps: [{weight: 10, hold: 30m}, {weight: 50, hold: 30m}]
			""");

	@Test
	void muchTrafficSuffices() {
		assertThat(Traffic.forecast(POLICY, 10)).containsExactly("stable ended 10.00 runs/s in the last 30 min",
				" 10 %: about 1800 runs of the canary", " 50 %: about 9000 runs of the canary");
	}

	@Test
	void aStepWithTooFewRunsIsNamed() {
		List<String> lines = Traffic.forecast(POLICY, 1);
		assertThat(lines.get(1)).contains("about 180 runs", "a good release takes 600 to 900");
		assertThat(lines.get(2)).isEqualTo(" 50 %: about 900 runs of the canary");
	}

	/** Each rollout is extended so often, and not each of its steps. */
	@Test
	void onlyOneStepIsExtended() {
		RolloutPolicy policy = PolicyReader.parse("""
				version: 1
				minimum_runs: 300
				inconclusive: {extend: 30m, times: 1, then: hold}
				steps: [{weight: 10, hold: 30m}, {weight: 20, hold: 15m}]
				""");
		List<String> lines = Traffic.forecast(policy, 1);
		assertThat(lines.get(1)).doesNotContain("cannot be passed");
		assertThat(lines.get(2)).contains("cannot be passed");
	}

	@Test
	void aStepThatCannotBePassedIsNamed() {
		assertThat(Traffic.forecast(POLICY, 0.2).get(1)).contains("about 36 runs", "cannot be passed");
		assertThat(Traffic.forecast(POLICY, 0).get(2)).contains("about 0 runs", "cannot be passed");
	}

}
