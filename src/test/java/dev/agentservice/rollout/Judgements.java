package dev.agentservice.rollout;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

import dev.agentservice.rollout.judge.RolloutJudge;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenario;

/**
 * The verdicts of many simulated rollouts of one scenario.
 *
 * @param scenario the scenario
 * @param verdicts one for each seed
 */
record Judgements(Scenario scenario, List<Verdict> verdicts) {

	/** Each rollout is simulated and judged once, and its verdict shared. */
	private static final Map<String, Verdict> KNOWN = new ConcurrentHashMap<>();

	/** Simulates and judges a scenario so many times. */
	static Judgements of(Scenario scenario, RolloutPolicy policy, int runs) {
		return new Judgements(scenario,
				LongStream.rangeClosed(1, runs).mapToObj((seed) -> verdict(scenario, policy, seed)).toList());
	}

	private static Verdict verdict(Scenario scenario, RolloutPolicy policy, long seed) {
		return KNOWN.computeIfAbsent(scenario.name() + " " + scenario.rate() + " " + seed,
				(_) -> new RolloutJudge(policy, RolloutSimulator.simulate(scenario, seed)).judge((_, _) -> {
				}));
	}

	long count(Outcome outcome) {
		return this.verdicts.stream().filter((verdict) -> verdict.outcome() == outcome).count();
	}

	/**
	 * The median of the canary's runs until the rollback; those never caught are at the
	 * end.
	 */
	long medianRunsUntilFail() {
		long[] runs = this.verdicts.stream()
			.mapToLong((verdict) -> (verdict.outcome() == Outcome.FAIL) ? verdict.canaryRuns() : Long.MAX_VALUE)
			.sorted()
			.toArray();
		return runs[runs.length / 2];
	}

	@Override
	public String toString() {
		return "%-28s FAIL %3d  PASS %3d  INCONCLUSIVE %3d  ERROR %3d  median %s".formatted(this.scenario.name(),
				count(Outcome.FAIL), count(Outcome.PASS), count(Outcome.INCONCLUSIVE), count(Outcome.ERROR),
				(medianRunsUntilFail() == Long.MAX_VALUE) ? "-" : medianRunsUntilFail());
	}

}
