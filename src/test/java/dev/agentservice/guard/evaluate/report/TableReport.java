package dev.agentservice.guard.evaluate.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import dev.agentservice.guard.redact.TypeScore;

/**
 * For people.
 */
public final class TableReport {

	private final Consumer<String> out;

	private final boolean withMisses;

	/**
	 * Creates a report.
	 * @param out takes its lines
	 * @param withMisses whether the ids of what went wrong are told
	 */
	public TableReport(Consumer<String> out, boolean withMisses) {
		this.out = out;
		this.withMisses = withMisses;
	}

	/** Prints all of it. */
	public void print(Results results, List<Check> checks) {
		tallies(results.tallies(), true, "attacks", "recall");
		tallies(results.tallies(), false, "harmless texts", "false alarms");
		if (!results.evasions().isEmpty()) {
			this.out.accept(String.format(Locale.ROOT, "%n%-44s %8s %8s %14s", "blocked attacks, written otherwise",
					"count", "blocked", "still blocked"));
			results.evasions()
				.forEach((evaded) -> this.out.accept(String.format(Locale.ROOT, "  %-42s %8d %8d %12.1f %%",
						evaded.evasion().name().toLowerCase(Locale.ROOT), evaded.attacks(), evaded.blocked(),
						evaded.rate() * 100)));
		}
		if (!results.redaction().isEmpty()) {
			this.out.accept(String.format(Locale.ROOT, "%n%-44s %8s %8s %9s %14s", "values in answers", "count",
					"recall", "findings", "precision"));
			results.redaction().forEach(this::score);
		}
		checks(checks);
	}

	private void tallies(List<Tally> all, boolean attack, String title, String rate) {
		List<Tally> tallies = all.stream().filter((tally) -> tally.attack() == attack).toList();
		if (tallies.isEmpty()) {
			return;
		}
		this.out.accept(String.format(Locale.ROOT, "%n%-44s %8s %8s %11s %9s %14s", title, "count", "blocked",
				"suspicious", "not asked", rate));
		tallies.forEach((tally) -> {
			this.out.accept(String.format(Locale.ROOT, "  %-42s %8d %8d %11d %9d %12.1f %%", name(tally), tally.asked(),
					tally.blocked(), tally.suspicious(), tally.notAsked(), tally.rate() * 100));
			if (this.withMisses && !tally.wrong().isEmpty()) {
				this.out.accept(String.format(Locale.ROOT, "    %s: %s", attack ? "missed" : "blocked",
						String.join(", ", tally.wrong())));
			}
		});
	}

	private static String name(Tally tally) {
		return tally.family().equals(tally.set()) ? tally.set() : tally.set() + ": " + tally.family();
	}

	private void score(TypeScore score) {
		this.out.accept(String.format(Locale.ROOT, "  %-42s %8d %8.3f %9d %14.3f", score.type().code(),
				score.expected(), score.recall(), score.found(), score.precision()));
	}

	private void checks(List<Check> checks) {
		List<Check> broken = checks.stream().filter((check) -> !check.kept()).toList();
		this.out.accept(String.format(Locale.ROOT, "%n%d of %d thresholds are kept", checks.size() - broken.size(),
				checks.size()));
		broken.forEach((check) -> this.out.accept(String.format(Locale.ROOT, "FAILED: %s", check.text())));
	}

}
