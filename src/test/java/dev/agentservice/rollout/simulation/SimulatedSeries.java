package dev.agentservice.rollout.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * The series of a simulated replica, in the order of the agents.
 */
final class SimulatedSeries {

	static final int SUCCEEDED = 0;

	static final int FAILED = 1;

	static final int REJECTED = 2;

	static final int TRUNCATED = 3;

	static final int REPEATED = 4;

	static final int TOOL_OK = 5;

	static final int TOOL_ERROR = 6;

	/** Those that the canary had answered, where that is told apart. */
	static final int REPEATED_OF_CANARY = 7;

	private static final int COUNTERS = 8;

	/** As Micrometer has them, roughly: 10 ms to 5 min. */
	static final double[] SECONDS = bounds(0.01, 47);

	/** 0.0001 to 10.9 USD. */
	static final double[] USD = bounds(0.0001, 53);

	static final int LATENCY = COUNTERS;

	static final int FIRST = LATENCY + SECONDS.length + 1;

	static final int COST = FIRST + SECONDS.length + 1;

	static final int PER_AGENT = COST + USD.length + 1;

	private static final List<String> NAMES = names(false);

	private static final List<String> NAMES_APART = names(true);

	private SimulatedSeries() {
	}

	private static double[] bounds(double first, int count) {
		double[] bounds = new double[count];
		for (int i = 0; i < count; i++) {
			bounds[i] = first * Math.pow(1.25, i);
		}
		return bounds;
	}

	/**
	 * The names: of the process first, then of the agents.
	 * @param apart whether people who ask again are counted by the replica that they ask
	 */
	static List<String> all(boolean apart) {
		return apart ? NAMES_APART : NAMES;
	}

	private static List<String> names(boolean apart) {
		List<String> names = new ArrayList<>();
		names.add("process_start_time_seconds");
		for (SimulatedAgent agent : SimulatedAgent.ALL) {
			String label = "agent=\"" + agent.name() + "\"";
			for (String outcome : List.of("succeeded", "failed", "rejected")) {
				names.add("agent_runs_seconds_count{%s,mode=\"sync\",outcome=\"%s\"}".formatted(label, outcome));
			}
			names.add("agent_notices_total{%s,notice=\"answer_truncated\"}".formatted(label));
			names.add("agent_runs_repeated_total{%s}".formatted(apart ? label + ",answered_track=\"stable\"" : label));
			for (String outcome : List.of("ok", "error")) {
				names.add("agent_tool_calls_seconds_count{outcome=\"%s\",tool=\"t_%s\"}".formatted(outcome,
						agent.name()));
			}
			names.add(apart ? "agent_runs_repeated_total{%s,answered_track=\"canary\"}".formatted(label)
					: "unused_total{%s}".formatted(label));
			buckets(names, "agent_runs_seconds_bucket{%s,mode=\"sync\",outcome=\"succeeded\",".formatted(label),
					SECONDS);
			buckets(names, "agent_first_token_seconds_bucket{%s,".formatted(label), SECONDS);
			buckets(names, "agent_run_cost_usd_bucket{%s,".formatted(label), USD);
		}
		return names;
	}

	private static void buckets(List<String> names, String start, double[] bounds) {
		for (double bound : bounds) {
			names.add(start + "le=\"" + bound + "\"}");
		}
		names.add(start + "le=\"+Inf\"}");
	}

	/** The bucket of a value, not cumulative. */
	static int bucket(double[] bounds, double value) {
		int low = 0;
		int high = bounds.length;
		while (low < high) {
			int middle = (low + high) >>> 1;
			if (value <= bounds[middle]) {
				high = middle;
			}
			else {
				low = middle + 1;
			}
		}
		return low;
	}

	/** Makes the values of buckets cumulative. */
	static void accumulate(double[] values) {
		for (int agent = 0; agent < SimulatedAgent.ALL.size(); agent++) {
			int start = 1 + agent * PER_AGENT;
			accumulate(values, start + LATENCY, SECONDS.length);
			accumulate(values, start + FIRST, SECONDS.length);
			accumulate(values, start + COST, USD.length);
		}
	}

	private static void accumulate(double[] values, int start, int bounds) {
		for (int i = 1; i <= bounds; i++) {
			values[start + i] += values[start + i - 1];
		}
	}

}
