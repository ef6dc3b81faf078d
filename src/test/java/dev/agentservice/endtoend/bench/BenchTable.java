package dev.agentservice.endtoend.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import dev.agentservice.endtoend.bench.BenchReport.Row;

/**
 * The report for people.
 *
 * @param report the report
 */
record BenchTable(BenchReport report) {

	private static final String HEAD = "%-18s %10s %8s %8s %7s %8s %8s %8s %8s %7s %9s";

	private static final String GROWTH_HEAD = "%-18s %10s %8s %7s %8s %8s %7s %9s   %s";

	List<String> lines() {
		List<String> lines = new ArrayList<>();
		this.report.surroundings().forEach((name, value) -> lines.add("%-18s %s".formatted(name, value)));
		this.report.places().forEach((rounds) -> places(lines, rounds));
		growth(lines);
		memory(lines);
		lines.add("");
		lines.add(String.format(Locale.ROOT,
				"At %d clients the service serves %.0f %% of the relay's requests/s (at least %.0f %%).",
				BenchPlan.BUSY, 100 * this.report.ratio(), 100 * BenchReport.LEAST_RATIO));
		lines.add(String.format(Locale.ROOT, "With one client it adds %.2f ms to the median request (at most %.0f ms).",
				this.report.added(), BenchReport.MOST_ADDED));
		lines.add(String.format(Locale.ROOT,
				"With all guards on it serves %.0f %% of the requests/s that it serves with them off (at least %.0f %%).",
				100 * this.report.guarded(), 100 * BenchReport.LEAST_GUARDED));
		return lines;
	}

	private static void places(List<String> lines, Rounds rounds) {
		lines.add("");
		lines.add(HEAD.formatted(clients(rounds), "requests/s", "/direct", "/relay", "p50 ms", "p99 ms", "+direct",
				"+relay", "CPU ms", "scripts", "commands"));
		for (String target : rounds.targets()) {
			lines.add((rounds.errors(target) > 0) ? broken(rounds, target) : HEAD.formatted(target,
					number(rounds, target, Sample::perSecond, 0), percent(rounds.ratio(target, Targets.DIRECT)),
					percent(rounds.ratio(target, Targets.RELAY)), number(rounds, target, Sample::p50, 2),
					number(rounds, target, Sample::p99, 2), number(rounds.added(target, Targets.DIRECT), 2),
					number(rounds.added(target, Targets.RELAY), 2), number(rounds, target, Sample::cpuPerThousand, 2),
					number(rounds, target, Sample::scriptsPerRequest, 1),
					number(rounds, target, Sample::commandsPerRequest, 1)));
		}
	}

	private void growth(List<String> lines) {
		int clients = 0;
		for (Row row : this.report.growth()) {
			Rounds rounds = row.rounds();
			if (rounds.clients() != clients) {
				clients = rounds.clients();
				lines.add("");
				lines.add(GROWTH_HEAD.formatted(clients(rounds), "requests/s", "/beside", "p50 ms", "p99 ms", "+beside",
						"CPU ms", "commands", "beside"));
			}
			lines.add((row.errors() > 0)
					? broken(rounds, (rounds.errors(row.target()) > 0) ? row.target() : row.control())
					: grown(rounds, row.target(), row.control()));
		}
	}

	private static String grown(Rounds rounds, String target, String control) {
		return GROWTH_HEAD.formatted(target, number(rounds, target, Sample::perSecond, 0),
				percent(rounds.ratio(target, control)), number(rounds, target, Sample::p50, 2),
				number(rounds, target, Sample::p99, 2), number(rounds.added(target, control), 2),
				number(rounds, target, Sample::cpuPerThousand, 2),
				number(rounds, target, Sample::commandsPerRequest, 1), control);
	}

	private void memory(List<String> lines) {
		lines.add("");
		this.report.resident()
			.forEach((name, mib) -> lines.add(String.format(Locale.ROOT, "%-18s %,10d MiB resident", name, mib)));
		StreamHeap heap = this.report.heap();
		lines.add((heap.broken() > 0) ? heap.broken() + " of " + heap.streams() + " streams held open did not complete"
				: String.format(Locale.ROOT, "%-18s %,10.1f KiB of heap each, %d held open", "live stream",
						heap.bytesEach() / 1024.0, heap.streams()));
	}

	private static String clients(Rounds rounds) {
		return (rounds.clients() == 1) ? "1 client" : rounds.clients() + " clients";
	}

	/** What answers wrongly has no speed. */
	private static String broken(Rounds rounds, String target) {
		return "%-18s %d ERRORS, so no figures. A wrong answer: %s".formatted(target, rounds.errors(target),
				rounds.example(target));
	}

	private static String number(Rounds rounds, String target, ToDoubleFunction<Sample> figure, int digits) {
		return number(rounds.median(target, figure), digits);
	}

	private static String number(double value, int digits) {
		return String.format(Locale.ROOT, "%,." + digits + "f", value);
	}

	private static String percent(double ratio) {
		return String.format(Locale.ROOT, "%.0f %%", 100 * ratio);
	}

}
