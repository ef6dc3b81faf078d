package dev.agentservice.rollout.sample.series;

import java.util.Comparator;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a series counts.
 *
 * @param family the metric
 * @param stratum the agent, or the tool
 * @param kind the outcome, the notice or the lost run's track
 * @param bound the upper bound of a bucket; 0 for all others
 */
record Counter(Family family, String stratum, String kind, double bound) implements Comparable<Counter> {

	private static final Comparator<Counter> ORDER = Comparator.comparing(Counter::family)
		.thenComparing(Counter::stratum)
		.thenComparing(Counter::kind)
		.thenComparingDouble(Counter::bound);

	/** Runs that their client ended. They are neither good nor bad. */
	static final String CANCELLED = "cancelled";

	private static final String BUCKET = "bucket";

	private static final String ANSWERED_BY = "answered by ";

	/**
	 * Outcomes of a call that did not do what it should have done. A call that the guard
	 * refused, or of a tool that does not exist, is none of the tool's.
	 */
	private static final Set<String> TOOL_ERRORS = Set.of("error", "failed", "timed_out", "in_doubt", "circuit_open",
			"bulkhead_full", "invalid_arguments");

	/** What a series counts, or nothing if it is none of ours. */
	static @Nullable Counter of(SeriesName name) {
		return switch (name.metric()) {
			case "agent_runs_seconds_count" -> known(Family.RUNS, name.label("agent"), name.label("outcome"),
					"succeeded", "failed", "rejected", CANCELLED);
			case "agent_tool_calls_seconds_count" -> known(Family.TOOLS, name.label("tool"),
					TOOL_ERRORS.contains(name.label("outcome")) ? "error" : name.label("outcome"), "ok", "error");
			case "agent_runs_lost_total" -> lost(name);
			case "agent_notices_total" -> new Counter(Family.NOTICES, name.label("agent"),
					"answer_truncated".equals(name.label("notice")) ? "truncated" : "other", 0);
			case "agent_runs_repeated_total" -> repeated(name);
			case "agent_runs_seconds_bucket" ->
				"succeeded".equals(name.label("outcome")) ? bucket(Family.LATENCY, name) : null;
			case "agent_first_token_seconds_bucket" -> bucket(Family.FIRST, name);
			case "agent_run_cost_usd_bucket" -> bucket(Family.COST, name);
			default -> null;
		};
	}

	private static @Nullable Counter known(Family family, String stratum, String kind, String... kinds) {
		return Set.of(kinds).contains(kind) ? new Counter(family, stratum, kind, 0) : null;
	}

	/**
	 * Those that say who had answered were counted by whichever replica was asked again:
	 * its own runs are not the trials of which they are the events.
	 */
	private static Counter repeated(SeriesName name) {
		String track = name.label("answered_track");
		return new Counter(Family.REPEATED, name.label("agent"), track.isEmpty() ? "repeated" : ANSWERED_BY + track, 0);
	}

	/**
	 * The track whose answers it counts; empty if it counts the replica's own, or none.
	 */
	String answeredBy() {
		return (this.family == Family.REPEATED && this.kind.startsWith(ANSWERED_BY))
				? this.kind.substring(ANSWERED_BY.length()) : "";
	}

	/** Those without a label of the replica that lost them belong to nobody. */
	private static @Nullable Counter lost(SeriesName name) {
		LostLabels labels = new LostLabels(name.label("lost_track"), name.label("lost_version"));
		return labels.isEmpty() ? null : new Counter(Family.LOST, name.label("agent"), labels.kind(), 0);
	}

	private static Counter bucket(Family family, SeriesName name) {
		String le = name.label("le");
		try {
			double bound = "+Inf".equals(le) ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
			if (bound > 0) {
				return new Counter(family, name.label("agent"), BUCKET, bound);
			}
		}
		catch (NumberFormatException _) {
			// Said below, as of other bounds that are none.
		}
		throw new IllegalArgumentException("le=\"" + SeriesName.shortened(le) + "\" is no bound above 0");
	}

	boolean isBucket() {
		return BUCKET.equals(this.kind);
	}

	/** Whether it is a bucket of a histogram, and the one before it another. */
	boolean includes(Counter before) {
		return isBucket() && before.isBucket() && before.family == this.family && before.stratum.equals(this.stratum);
	}

	@Override
	public int compareTo(Counter other) {
		return ORDER.compare(this, other);
	}

}
