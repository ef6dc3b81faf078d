package dev.agentservice.rollout.simulation;

import java.util.List;

import dev.agentservice.rollout.sample.ReplayHeader;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of a simulated rollout showed, for tests that change it.
 *
 * @param header what is said before the samples
 * @param samples the samples
 */
public record SimulatedSamples(ReplayHeader header, List<Sample> samples) {

	public SimulatedSamples {
		samples = List.copyOf(samples);
	}

	/**
	 * A sample.
	 *
	 * @param pod the replica
	 * @param time in seconds after the start
	 * @param values the values; nothing if the scrape failed
	 */
	public record Sample(int pod, double time, @Nullable List<Double> values) {
	}

}
