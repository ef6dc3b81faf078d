package dev.agentservice.rollout.prometheus;

import java.util.Map;

/**
 * Takes samples.
 */
@FunctionalInterface
interface SampleSink {

	/**
	 * A sample.
	 * @param labels of its series, the name among them
	 * @param time in milliseconds of the epoch
	 * @param value its value
	 * @throws UnmeasurableException if it contradicts another one
	 */
	void sample(Map<String, String> labels, long time, double value) throws UnmeasurableException;

}
