package dev.agentservice.endtoend.crash.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.agentservice.endtoend.crash.agent.CallBook.Entry;

/**
 * Compares runs whose replica died with the same run without a crash.
 */
final class Crashes {

	/** How often each call is made without a crash. */
	private final Map<Entry, Long> undisturbed;

	private final Map<String, ToolRow> rows = new TreeMap<>();

	private final List<String> lostRuns = new ArrayList<>();

	private final List<String> badCalls = new ArrayList<>();

	private int trials;

	/**
	 * Begins with the run without a crash.
	 * @param calls its calls
	 */
	Crashes(List<Entry> calls) {
		this.undisturbed = count(calls);
		calls.forEach((call) -> this.rows.put(call.tool(), ToolRow.none(call.tool(), call.sideEffects())));
	}

	/**
	 * Adds a run.
	 * @param stops the moments at which its replica died
	 * @param status how it ended
	 * @param calls the calls that were made
	 * @param inDoubt the tool of each call that it names as in doubt
	 */
	void add(Set<Integer> stops, String status, List<Entry> calls, List<String> inDoubt) {
		this.trials++;
		if (!status.equals("succeeded")) {
			this.lostRuns.add("stopped at " + stops + ": " + status);
		}
		Map<Entry, Long> made = count(calls);
		this.rows.replaceAll((tool, row) -> {
			ToolRow one = ToolRow.none(tool, row.sideEffects())
				.plus(planned(tool), more(tool, made, this.undisturbed),
						(int) inDoubt.stream().filter(tool::equals).count(), more(tool, this.undisturbed, made));
			if (!one.isGood()) {
				this.badCalls
					.add("stopped at %s: of %s %d twice, %d lost".formatted(stops, tool, one.twice(), one.lost()));
			}
			return row.plus(one);
		});
	}

	private int planned(String tool) {
		return more(tool, this.undisturbed, Map.of());
	}

	/** How many calls of a tool are in one and not in the other. */
	private static int more(String tool, Map<Entry, Long> one, Map<Entry, Long> other) {
		return one.entrySet()
			.stream()
			.filter((call) -> call.getKey().tool().equals(tool))
			.mapToInt((call) -> (int) Math.max(0, call.getValue() - other.getOrDefault(call.getKey(), 0L)))
			.sum();
	}

	private static Map<Entry, Long> count(List<Entry> calls) {
		return calls.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
	}

	List<ToolRow> rows() {
		return List.copyOf(this.rows.values());
	}

	/** Runs that did not succeed, with the moments of their crashes. */
	List<String> lostRuns() {
		return List.copyOf(this.lostRuns);
	}

	int trials() {
		return this.trials;
	}

	boolean areGood() {
		return this.lostRuns.isEmpty() && this.rows.values().stream().allMatch(ToolRow::isGood);
	}

	private static String broken(List<String> lines) {
		return lines.stream().map((line) -> "BROKEN: " + line + "\n").collect(Collectors.joining());
	}

	/** As a table, and a line for each run and each tool of a run that is not good. */
	@Override
	public String toString() {
		return """
				| tool | side effects | calls | twice | in doubt | lost |
				|---|---|---:|---:|---:|---:|
				%s

				%d runs with a crash, %d of them did not succeed
				%s%s%s""".formatted(
				this.rows.values().stream().map(ToolRow::toString).collect(Collectors.joining("\n")), this.trials,
				this.lostRuns.size(), broken(this.lostRuns), broken(this.badCalls),
				areGood() ? "Nothing happened twice or was lost."
						: "Something happened twice or was lost: the agent is not safe to resume.");
	}

}
