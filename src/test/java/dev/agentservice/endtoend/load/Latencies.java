package dev.agentservice.endtoend.load;

import java.time.Duration;
import java.util.List;

/**
 * How long requests took.
 *
 * @param millis in milliseconds, ascending
 */
record Latencies(List<Double> millis) {

	static Latencies of(List<Duration> durations) {
		return new Latencies(durations.stream().map((took) -> took.toNanos() / 1e6).sorted().toList());
	}

	int count() {
		return this.millis.size();
	}

	/**
	 * The smallest value that so many per cent do not exceed; 0 if there is none at all.
	 */
	double percentile(int percent) {
		if (this.millis.isEmpty()) {
			return 0;
		}
		return this.millis.get(Math.max(0, Math.ceilDiv(this.millis.size() * percent, 100) - 1));
	}

}
