package dev.agentservice.rollout.judge.metric;

import java.util.List;
import java.util.function.IntPredicate;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;

/**
 * The trials and events of one block, by pod and stratum.
 */
final class Tally {

	private final long[][] trials;

	private final long[][] events;

	private Tally(int pods, int strata) {
		this.trials = new long[pods][strata];
		this.events = new long[pods][strata];
	}

	/** Counts a block; pods that are not included have no trials. */
	static Tally of(List<Stratum> strata, Recording recording, int block, IntPredicate included) {
		Tally tally = new Tally(recording.pods().size(), strata.size());
		for (int pod = 0; pod < tally.trials.length; pod++) {
			PodBlock counts = included.test(pod) ? recording.block(pod, block) : null;
			if (counts != null) {
				for (int i = 0; i < strata.size(); i++) {
					tally.trials[pod][i] = strata.get(i).count().trials(counts.counts());
					tally.events[pod][i] = strata.get(i).count().events(counts.counts());
				}
			}
		}
		return tally;
	}

	long trials(int pod, int stratum) {
		return this.trials[pod][stratum];
	}

	long events(int pod, int stratum) {
		return this.events[pod][stratum];
	}

	/** Some pods against others, stratum by stratum. */
	CountTable[] tables(int[] judged, int[] others) {
		CountTable[] tables = new CountTable[this.trials[0].length];
		for (int i = 0; i < tables.length; i++) {
			tables[i] = new CountTable(sum(this.trials, judged, i), sum(this.events, judged, i),
					sum(this.trials, others, i), sum(this.events, others, i));
		}
		return tables;
	}

	private static long sum(long[][] counts, int[] pods, int stratum) {
		long sum = 0;
		for (int pod : pods) {
			sum += counts[pod][stratum];
		}
		return sum;
	}

}
