package dev.agentservice.rollout.simulation;

import java.util.Arrays;

/**
 * A replica: what its processes count between two scrapes.
 */
final class SimulatedPod {

	private final double phase;

	private final double from;

	/** When its processes began. */
	private double[] starts;

	private final float[][] counts;

	/** What stays with it. */
	final double replica;

	SimulatedPod(double from, double to, double phase, double replica, double start) {
		this.from = from;
		this.phase = phase;
		this.replica = replica;
		this.starts = new double[] { start };
		this.counts = new float[(int) ((to - from) / RolloutSimulator.INTERVAL)][];
	}

	void restart(double time) {
		this.starts = Arrays.copyOf(this.starts, this.starts.length + 1);
		this.starts[this.starts.length - 1] = time;
	}

	/** The number of the process at a time; -1 before the first. */
	int process(double time) {
		int process = this.starts.length - 1;
		while (process >= 0 && this.starts[process] > time) {
			process--;
		}
		return process;
	}

	double start(int process) {
		return this.starts[process];
	}

	int scrapes() {
		return this.counts.length;
	}

	double scrape(int index) {
		return this.from + this.phase + index * RolloutSimulator.INTERVAL;
	}

	/** Counts something; what a process counts after its last scrape is lost with it. */
	void count(double time, int column) {
		int index = (int) Math.ceil((time - this.from - this.phase) / RolloutSimulator.INTERVAL);
		if (index >= 0 && index < this.counts.length && process(scrape(index)) == process(time)) {
			if (this.counts[index] == null) {
				this.counts[index] = new float[SimulatedSeries.PER_AGENT * SimulatedAgent.ALL.size()];
			}
			this.counts[index][column]++;
		}
	}

	/** Adds what was counted up to a scrape. */
	void addTo(double[] values, int index) {
		if (index > 0 && process(scrape(index)) != process(scrape(index - 1))) {
			Arrays.fill(values, 0);
		}
		float[] counts = this.counts[index];
		for (int i = 0; counts != null && i < counts.length; i++) {
			values[i + 1] += counts[i];
		}
		values[0] = start(Math.max(0, process(scrape(index))));
	}

}
