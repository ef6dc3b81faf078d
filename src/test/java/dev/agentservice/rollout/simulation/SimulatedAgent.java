package dev.agentservice.rollout.simulation;

import java.util.List;

/**
 * An agent and what its runs are like.
 *
 * @param name its name
 * @param share of all runs
 * @param failures how often it fails, as a multiple of the mean
 * @param seconds the median of its runs' times
 * @param usd the median of its runs' costs
 * @param tools how many tools a run calls
 */
record SimulatedAgent(String name, double share, double failures, double seconds, double usd, int tools) {

	/** Their failures have a mean of 1. */
	static final List<SimulatedAgent> ALL = List.of(new SimulatedAgent("a0", 0.40, 0.60, 1.5, 0.002, 1),
			new SimulatedAgent("a1", 0.25, 1.00, 3.0, 0.005, 2), new SimulatedAgent("a2", 0.20, 1.10, 4.0, 0.010, 1),
			new SimulatedAgent("a3", 0.10, 1.80, 6.0, 0.020, 3), new SimulatedAgent("a4", 0.05, 2.20, 9.0, 0.050, 2));

}
