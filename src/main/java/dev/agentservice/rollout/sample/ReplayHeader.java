package dev.agentservice.rollout.sample;

import java.util.List;

/**
 * What a recording says of a rollout before its samples.
 *
 * @param run its name
 * @param start when the canary got its first weight, in seconds on the clock of
 * {@code process_start_time_seconds}; the samples' times count from there
 * @param steps its steps
 * @param pods its replicas
 * @param series the names of the values in each sample
 * @param interval seconds between two scrapes of a replica; 0 if it does not say
 */
public record ReplayHeader(String run, double start, List<ReplayStep> steps, List<Pod> pods, List<String> series,
		double interval) {

	public ReplayHeader {
		steps = List.copyOf(steps);
		pods = List.copyOf(pods);
		series = List.copyOf(series);
	}

	/** One that does not say how often replicas are scraped. */
	public ReplayHeader(String run, double start, List<ReplayStep> steps, List<Pod> pods, List<String> series) {
		this(run, start, steps, pods, series, 0);
	}

	/** How long all steps take, in blocks. */
	public int blocks() {
		double seconds = this.steps.stream().mapToDouble(ReplayStep::seconds).sum();
		return Blocks.atOrAfter(seconds);
	}

}
