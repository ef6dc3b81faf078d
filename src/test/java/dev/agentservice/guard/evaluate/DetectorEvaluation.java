package dev.agentservice.guard.evaluate;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import dev.agentservice.guard.InjectionGuard;
import dev.agentservice.guard.Inspection;
import dev.agentservice.guard.Origin;
import dev.agentservice.guard.evaluate.Dataset.Row;

/**
 * Prints how many attacks the detector blocks and how many harmless texts, per set and
 * per origin, in all and for even and odd rows apart: rules that fit only the rows they
 * were written with show in the difference. With {@code --evasions} every attack that is
 * blocked is written in every known way. Never prints a text.
 */
public final class DetectorEvaluation {

	private static final String USAGE = "Usage: DetectorEvaluation [--evasions] [--rows] [--origin TASK|TOOL_RESULT] --dataset FILE...";

	private final InjectionGuard guard = new InjectionGuard(null, Duration.ofMinutes(1));

	private final PrintWriter out;

	private DetectorEvaluation(PrintWriter out) {
		this.out = out;
	}

	public static void main(String[] args) {
		PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
		List<Path> files = new ArrayList<>();
		List<Origin> origins = new ArrayList<>();
		boolean evasions = false;
		boolean rows = false;
		for (int i = 0; i < args.length; i++) {
			switch (args[i]) {
				case "--evasions" -> evasions = true;
				case "--rows" -> rows = true;
				case "--origin" -> origins.add(Origin.valueOf(args[++i].toUpperCase(Locale.ROOT)));
				case "--dataset" -> {
				}
				default -> files.add(Path.of(args[i]));
			}
		}
		if (files.isEmpty()) {
			out.println(USAGE);
			return;
		}
		List<Origin> asked = origins.isEmpty() ? List.of(Origin.TASK, Origin.TOOL_RESULT) : origins;
		DetectorEvaluation evaluation = new DetectorEvaluation(out);
		for (Path file : files) {
			Dataset dataset = Dataset.read(file);
			for (Origin origin : asked) {
				evaluation.table(dataset, origin, rows);
				if (evasions) {
					evaluation.evasions(dataset, origin);
				}
			}
		}
	}

	private void table(Dataset dataset, Origin origin, boolean withRows) {
		line(dataset, origin, "attacks blocked", dataset.attacks(), Inspection::blocked);
		line(dataset, origin, "attacks suspicious", dataset.attacks(), Inspection::suspicious);
		line(dataset, origin, "false alarms", dataset.harmless(), Inspection::blocked);
		line(dataset, origin, "harmless suspicious", dataset.harmless(), Inspection::suspicious);
		if (withRows) {
			rows(origin, "missed", dataset.attacks(), (seen) -> !seen.blocked());
			rows(origin, "false alarms", dataset.harmless(), Inspection::blocked);
		}
	}

	private void line(Dataset dataset, Origin origin, String what, List<Row> rows, Predicate<Inspection> counted) {
		if (rows.isEmpty()) {
			return;
		}
		List<Integer> hits = hits(rows, origin, counted);
		this.out.printf(Locale.ROOT, "%-34s %-11s %-20s %5d of %5d  %5.1f %%  even %5.1f %%  odd %5.1f %%%n",
				dataset.name(), origin, what, hits.size(), rows.size(), percent(hits, rows, (row) -> true),
				percent(hits, rows, (row) -> row % 2 == 0), percent(hits, rows, (row) -> row % 2 == 1));
	}

	private void rows(Origin origin, String what, List<Row> rows, Predicate<Inspection> counted) {
		this.out.println("  " + what + ": " + hits(rows, origin, counted));
	}

	private void evasions(Dataset dataset, Origin origin) {
		List<Row> blocked = dataset.attacks()
			.stream()
			.filter((row) -> this.guard.inspect(row.text(), origin).blocked())
			.toList();
		for (Evasion evasion : Evasion.values()) {
			List<Row> evaded = blocked.stream()
				.map((row) -> new Row(row.number(), evasion.apply(row.text()), true))
				.toList();
			line(dataset, origin, evasion.name().toLowerCase(Locale.ROOT), evaded, Inspection::blocked);
		}
	}

	private List<Integer> hits(List<Row> rows, Origin origin, Predicate<Inspection> counted) {
		return rows.stream()
			.filter((row) -> counted.test(this.guard.inspect(row.text(), origin)))
			.map(Row::number)
			.toList();
	}

	private static double percent(List<Integer> hits, List<Row> rows, Predicate<Integer> half) {
		long all = rows.stream().map(Row::number).filter(half).count();
		return (all == 0) ? 0 : 100.0 * hits.stream().filter(half).count() / all;
	}

}
