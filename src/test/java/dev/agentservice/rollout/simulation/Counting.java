package dev.agentservice.rollout.simulation;

/**
 * Where a run is counted: runs of a process that dies are not.
 *
 * @param pod the replica
 * @param run the run
 */
record Counting(SimulatedPod pod, SimulatedRun run) {

	void count(double time, int column) {
		if (this.pod.process(time) == this.pod.process(this.run.time)) {
			this.pod.count(time, this.run.agent * SimulatedSeries.PER_AGENT + column);
		}
	}

	void observe(double time, int column, double[] bounds, double value) {
		count(time, column + SimulatedSeries.bucket(bounds, value));
	}

}
