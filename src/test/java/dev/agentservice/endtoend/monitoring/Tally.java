package dev.agentservice.endtoend.monitoring;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The seven figures, counted from what clients saw.
 *
 * @param endings of all requests in question
 * @param window how long they took to arrive
 */
record Tally(List<Ending> endings, Duration window) {

	/** Counts what ended within a window. */
	static Tally of(List<Ending> endings, Instant end, Duration window) {
		Instant start = end.minus(window);
		return new Tally(
				endings.stream().filter((ending) -> ending.at().isAfter(start) && !ending.at().isAfter(end)).toList(),
				window);
	}

	double requestsPerSecond() {
		return this.endings.size() / (double) this.window.toSeconds();
	}

	double successRate() {
		return this.endings.stream().filter(Ending::succeeded).count() / (double) this.endings.size();
	}

	double errorRate() {
		return 1 - successRate();
	}

	double cost() {
		return this.endings.stream().mapToDouble(Ending::costUsd).sum();
	}

	double costPerTask() {
		return cost() / this.endings.size();
	}

	/** In seconds, of those that succeeded. */
	double latency(int percent) {
		List<Duration> took = this.endings.stream().filter(Ending::succeeded).map(Ending::took).sorted().toList();
		return took.get(Math.max(0, Math.ceilDiv(took.size() * percent, 100) - 1)).toNanos() / 1e9;
	}

}
