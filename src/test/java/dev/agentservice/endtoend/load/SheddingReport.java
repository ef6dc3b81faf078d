package dev.agentservice.endtoend.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a trial has measured, and which promises were broken in it.
 *
 * @param unloaded requests with nobody else there
 * @param accepted requests under load that were answered
 * @param refused requests under load that were refused
 * @param surprises requests that were neither, in words
 * @param left what was still there afterwards, in words
 */
record SheddingReport(Latencies unloaded, Latencies accepted, Latencies refused, List<String> surprises,
		List<String> left) {

	private static final int MOST_TIMES_SLOWER = 2;

	private static final int MOST_MILLIS_TO_REFUSE = 50;

	private static final int MAX_SURPRISES = 5;

	List<String> table() {
		double slower = this.accepted.percentile(99) / this.unloaded.percentile(99);
		return List.of("",
				String.format(Locale.ROOT, "%-22s %10s %10s %10s %10s", "milliseconds", "requests", "p50", "p99",
						"max"),
				row("unloaded", this.unloaded), row("under load, answered", this.accepted),
				row("under load, refused", this.refused), "",
				String.format(Locale.ROOT, "p99 of the answered is %.2f times that without load", slower));
	}

	/** What took longer than was promised, in words: a busy machine can do that, too. */
	List<String> tooSlow() {
		List<String> slow = new ArrayList<>();
		if (this.accepted.percentile(99) > MOST_TIMES_SLOWER * this.unloaded.percentile(99)) {
			slow.add("those that were answered took more than " + MOST_TIMES_SLOWER + " times as long (p99)");
		}
		if (this.refused.percentile(99) > MOST_MILLIS_TO_REFUSE) {
			slow.add("refusals took more than " + MOST_MILLIS_TO_REFUSE + " ms (p99)");
		}
		return slow;
	}

	/** What must not happen on any machine but did, in words; none if all is well. */
	List<String> wrong() {
		List<String> wrong = new ArrayList<>(this.surprises.subList(0, Math.min(MAX_SURPRISES, this.surprises.size())));
		if (this.refused.count() == 0) {
			wrong.add("nobody was refused: this was no overload");
		}
		wrong.addAll(this.left);
		return wrong;
	}

	private static String row(String what, Latencies latencies) {
		return String.format(Locale.ROOT, "%-22s %10d %10.1f %10.1f %10.1f", what, latencies.count(),
				latencies.percentile(50), latencies.percentile(99), latencies.percentile(100));
	}

}
