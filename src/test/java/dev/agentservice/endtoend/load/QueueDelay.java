package dev.agentservice.endtoend.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a trial has measured.
 *
 * @param users whose runs waited
 * @param before how many waited when clients began to ask
 * @param after how many still waited when they had asked
 * @param unloaded requests while nothing waited
 * @param loaded requests while so many waited
 * @param surprises what else happened, in words
 */
record QueueDelay(int users, long before, long after, Latencies unloaded, Latencies loaded, List<String> surprises) {

	private static final int MOST_TIMES_SLOWER = 2;

	private static final int MAX_SURPRISES = 5;

	static String head() {
		return String.format(Locale.ROOT, "%8s %18s %24s %24s %7s", "users", "waiting", "unloaded p50 / p99 ms",
				"meanwhile p50 / p99 ms", "ratio");
	}

	/** A line of the table; the ratio is that of the medians. */
	String row() {
		return String.format(Locale.ROOT, "%8d %8d - %7d %24s %24s %7.2f", this.users, this.before, this.after,
				cell(this.unloaded), cell(this.loaded), ratio());
	}

	/** What must not be so, in words. */
	List<String> broken(int runs) {
		List<String> broken = new ArrayList<>(
				this.surprises.subList(0, Math.min(MAX_SURPRISES, this.surprises.size())));
		if (this.before < runs * 0.98) {
			broken.add("only " + this.before + " runs waited");
		}
		if (ratio() > MOST_TIMES_SLOWER) {
			broken.add("who waits was answered in more than " + MOST_TIMES_SLOWER + " times the time (p50)");
		}
		return broken;
	}

	private double ratio() {
		return this.loaded.percentile(50) / this.unloaded.percentile(50);
	}

	private static String cell(Latencies latencies) {
		return String.format(Locale.ROOT, "%.1f / %.1f", latencies.percentile(50), latencies.percentile(99));
	}

}
