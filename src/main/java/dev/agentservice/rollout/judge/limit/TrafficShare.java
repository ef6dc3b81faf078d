package dev.agentservice.rollout.judge.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether the canary ends the share of the runs that its weight promises. If not, the
 * route is wrong, or runs hang, and what did end says little of the release. Only the
 * last minutes of a step count: what was right before hides nothing.
 */
public final class TrafficShare {

	private static final double FACTOR = 1.5;

	private static final double LEAST_EXPECTED = 200;

	private static final double DEVIATIONS = 5;

	/** Bursts cluster. */
	private static final double DISPERSION = 4;

	/** Five minutes. */
	private static final int LASTING = 20;

	/** Two, five and ten minutes. */
	private static final int[] LATELY = { 8, 20, 40 };

	/** So many runs are expected where next to none is no chance. */
	private static final double SOME = 40;

	/** Next to none of them. */
	private static final double ALMOST_NONE = 0.1;

	private final List<EndedRuns> runs = new ArrayList<>();

	private double share;

	private int blocks;

	/** Begins anew, after a change of weight. */
	public void startStep() {
		this.runs.clear();
		this.blocks = 0;
	}

	/**
	 * Adds a block in which the route has settled.
	 * @param weight the canary's, in percent
	 */
	public void add(EndedRuns counts, double weight) {
		this.share = weight / 100;
		this.runs.add(counts);
		this.blocks = isOff() ? this.blocks + 1 : 0;
	}

	/** Five minutes, or what it takes to expect enough runs. */
	private boolean isOff() {
		Sums sums = new Sums();
		for (int i = this.runs.size() - 1; i >= 0
				&& (this.runs.size() - i <= LASTING || sums.all * this.share < LEAST_EXPECTED); i--) {
			sums.add(this.runs.get(i));
		}
		double expected = sums.all * this.share;
		double deviation = Math.abs(sums.canary - expected) / Math.sqrt(DISPERSION * expected * (1 - this.share));
		double odds = (sums.canary + 0.5) / (sums.all - sums.canary + 0.5);
		double ratio = odds / (this.share / (1 - this.share));
		return expected >= LEAST_EXPECTED && deviation > DEVIATIONS && (ratio > FACTOR || ratio < 1 / FACTOR);
	}

	/** Whether the share has been wrong for five minutes. */
	public boolean isDisobeyed() {
		return this.blocks >= LASTING;
	}

	/** Why the canary's share says that a step is not passed now, if it does. */
	public Optional<String> wrongNow() {
		for (int window : LATELY) {
			Sums sums = new Sums();
			this.runs.subList(Math.max(0, this.runs.size() - window), this.runs.size()).forEach(sums::add);
			// What stable ended says how many runs the canary got, even if it ended none.
			double expected = (sums.all - sums.canary) * this.share / (1 - this.share);
			if (expected >= SOME && sums.canary <= ALMOST_NONE * expected) {
				return Optional.of(String.format(Locale.ROOT,
						"the canary ended %d runs in the last %d min, and about %.0f were expected: its runs hang or the route is wrong",
						sums.canary, window / 4, expected));
			}
		}
		return (this.blocks > 0)
				? Optional.of("the canary's share of the runs that ended lately is not what its weight says")
				: Optional.empty();
	}

	private static final class Sums {

		private long canary;

		private long all;

		void add(EndedRuns counts) {
			this.canary += counts.canary();
			this.all += counts.canary() + counts.stable();
		}

	}

}
