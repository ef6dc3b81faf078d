package dev.agentservice.rollout.simulation;

import java.util.random.RandomGenerator;

/**
 * A run that is about to begin. Scenarios change what becomes of it.
 */
final class SimulatedRun {

	final int agent;

	final int pod;

	final boolean canary;

	/** Seconds after the start. */
	final double time;

	/** Seconds since its process got its first traffic. */
	final double age;

	final RandomGenerator random;

	/** What stays with a replica: a number from the normal distribution. */
	final double replica;

	double failures;

	double seconds = 1;

	double first = 1;

	double cost = 1;

	double toolErrors = 0.03;

	double truncated = 0.02;

	double rejected = 0.01;

	double repeated = 0.04;

	/** Seconds after which it fails for certain; infinite if it does not hang. */
	double hangs = Double.POSITIVE_INFINITY;

	SimulatedRun(int agent, int pod, boolean canary, double time, double age, double replica, RandomGenerator random) {
		this.agent = agent;
		this.pod = pod;
		this.canary = canary;
		this.time = time;
		this.age = age;
		this.replica = replica;
		this.random = random;
	}

}
