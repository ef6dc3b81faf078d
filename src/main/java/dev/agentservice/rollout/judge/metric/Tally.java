package dev.agentservice.rollout.judge.metric;

import java.util.List;
import java.util.function.IntPredicate;

import dev.agentservice.rollout.judge.evidence.CountTable;
import dev.agentservice.rollout.judge.metric.Stratum.Counted;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;

/**
 * The trials and events of some blocks, by pod and stratum.
 */
final class Tally {

	private final List<Stratum> strata;

	private final long[][] trials;

	private final long[][] events;

	private int blocks;

	Tally(int pods, List<Stratum> strata) {
		this.strata = strata;
		this.trials = new long[pods][strata.size()];
		this.events = new long[pods][strata.size()];
	}

	/** Adds a block; pods that are not included have no trials. */
	void add(Recording recording, int block, IntPredicate included) {
		this.blocks++;
		for (int pod = 0; pod < this.trials.length; pod++) {
			PodBlock counts = included.test(pod) ? recording.block(pod, block) : null;
			if (counts != null) {
				add(pod, counts, !recording.isReplica(pod));
			}
		}
	}

	private void add(int pod, PodBlock block, boolean elsewhere) {
		double[] counts = block.counts();
		for (int i = 0; i < this.strata.size(); i++) {
			Counted counted = this.strata.get(i).counted();
			long trials = counted.count().trials(counts);
			if ((trials > 0 || counted.count().isApart()) && (elsewhere || counted.isKnown(block))) {
				this.trials[pod][i] += trials;
				this.events[pod][i] += counted.count().events(counts);
			}
		}
	}

	/**
	 * What comes after it: events of a track that are counted apart and exceed its trials
	 * belong to runs that have not ended yet, or had before.
	 * @param tracks the pods of each
	 */
	Tally next(int[]... tracks) {
		Tally next = new Tally(this.trials.length, this.strata);
		for (int[] pods : tracks) {
			for (int i = 0; i < this.strata.size(); i++) {
				next.events[pods[pods.length - 1]][i] = Math.max(0,
						sum(this.events, pods, i) - sum(this.trials, pods, i));
			}
		}
		return next;
	}

	/** How many blocks it has. */
	int blocks() {
		return this.blocks;
	}

	long trials(int pod, int stratum) {
		return this.trials[pod][stratum];
	}

	long events(int pod, int stratum) {
		return this.events[pod][stratum];
	}

	/** Some pods against others, stratum by stratum. */
	CountTable[] tables(int[] judged, int[] others) {
		CountTable[] tables = new CountTable[this.strata.size()];
		for (int i = 0; i < tables.length; i++) {
			tables[i] = table(sum(this.trials, judged, i), sum(this.events, judged, i), sum(this.trials, others, i),
					sum(this.events, others, i));
		}
		return tables;
	}

	/** Each of some pods against all others of them, stratum by stratum. */
	CountTable[][] eachAgainstItsSiblings(int[] pods) {
		CountTable[][] tables = new CountTable[pods.length][this.strata.size()];
		for (int i = 0; i < this.strata.size(); i++) {
			long allTrials = sum(this.trials, pods, i);
			long allEvents = sum(this.events, pods, i);
			for (int k = 0; k < pods.length; k++) {
				long own = this.trials[pods[k]][i];
				long ownEvents = this.events[pods[k]][i];
				tables[k][i] = table(own, ownEvents, allTrials - own, allEvents - ownEvents);
			}
		}
		return tables;
	}

	/** What is counted apart may be more than its trials. */
	private static CountTable table(long trials, long events, long otherTrials, long otherEvents) {
		return new CountTable(trials, Math.min(events, trials), otherTrials, Math.min(otherEvents, otherTrials));
	}

	private static long sum(long[][] counts, int[] pods, int stratum) {
		long sum = 0;
		for (int pod : pods) {
			sum += counts[pod][stratum];
		}
		return sum;
	}

}
