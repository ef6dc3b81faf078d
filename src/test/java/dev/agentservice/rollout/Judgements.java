package dev.agentservice.rollout;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;

import dev.agentservice.rollout.judge.RolloutJudge;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.judge.Verdict.Outcome;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.simulation.RolloutSimulator;
import dev.agentservice.rollout.simulation.Scenario;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The verdicts of many simulated rollouts of one scenario.
 *
 * @param scenario the scenario
 * @param verdicts one for each seed
 */
record Judgements(Scenario scenario, List<Verdict> verdicts) {

	/** The figures of docs/rollout.md, where they are asked for. */
	private static final Logger LOG = LoggerFactory.getLogger(Judgements.class);

	/** Each rollout is simulated and judged once, and its verdict shared. */
	private static final Map<String, Verdict> KNOWN = new ConcurrentHashMap<>();

	/** Most bad releases are found in so many seconds, a sixth of the rollout. */
	private static final double BEGINNING = 600;

	/** Simulates and judges a scenario so many times. */
	static Judgements of(Scenario scenario, RolloutPolicy policy, int runs) {
		return of(scenario, policy, runs, false);
	}

	/**
	 * The same of one whose verdict comes early: the rest is simulated if it does not.
	 */
	static Judgements early(Scenario scenario, RolloutPolicy policy, int runs) {
		return of(scenario, policy, runs, scenario.hasBeginning());
	}

	private static Judgements of(Scenario scenario, RolloutPolicy policy, int runs, boolean early) {
		Judgements judgements = new Judgements(scenario,
				LongStream.rangeClosed(1, runs)
					.mapToObj((seed) -> KNOWN.computeIfAbsent(scenario.name() + " " + scenario.rate() + " " + seed,
							(_) -> verdict(scenario, policy, seed, early)))
					.toList());
		if (System.getProperty("rollout.runs") != null) {
			LOG.info("{} at {}/s", judgements, scenario.rate());
		}
		return judgements;
	}

	private static Verdict verdict(Scenario scenario, RolloutPolicy policy, long seed, boolean early) {
		Verdict first = early ? judge(policy, RolloutSimulator.simulate(scenario, seed, BEGINNING)) : null;
		return (first != null && first.outcome() == Outcome.FAIL) ? first
				: judge(policy, RolloutSimulator.simulate(scenario, seed));
	}

	private static Verdict judge(RolloutPolicy policy, Recording recording) {
		return new RolloutJudge(policy, recording).judge((_, _) -> {
		});
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
