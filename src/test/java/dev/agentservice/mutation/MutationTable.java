package dev.agentservice.mutation;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The figures for people: a row for each package, one for each feature as a whole.
 */
final class MutationTable {

	private final Consumer<String> out;

	MutationTable(Consumer<String> out) {
		this.out = out;
	}

	/**
	 * Prints the table.
	 * @return whether in every feature enough mutants were killed
	 */
	boolean print(List<Mutant> mutants, double least) {
		this.out.accept(String.format(Locale.ROOT, "%n%-32s %8s %8s %9s %10s %9s %9s", "package", "mutants", "killed",
				"%", "timed out", "memory", "JVM ended"));
		by(mutants, Mutant::module).forEach((name, all) -> row("  " + name, Tally.of(all)));
		Map<String, List<Mutant>> features = by(mutants, Mutant::feature);
		features.forEach((name, all) -> row(name + " as a whole", Tally.of(all)));
		boolean enough = !features.isEmpty();
		for (Map.Entry<String, List<Mutant>> feature : features.entrySet()) {
			if (Tally.of(feature.getValue()).rate() < least) {
				this.out.accept(String.format(Locale.ROOT, "FAILED: of the mutants of %s fewer than %.0f %% are killed",
						feature.getKey(), least));
				enough = false;
			}
		}
		return enough;
	}

	/** Prints what nobody noticed, place by place. */
	void survivors(List<Mutant> mutants) {
		mutants.stream()
			.filter((mutant) -> !mutant.fate().isDetected())
			.sorted()
			.forEach((mutant) -> this.out.accept(String.format(Locale.ROOT, "%s.%s:%d %s() %s %s", mutant.module(),
					mutant.type(), mutant.line(), mutant.method(), mutant.mutator(), mutant.fate())));
	}

	private void row(String name, Tally tally) {
		this.out.accept(String.format(Locale.ROOT, "%-32s %8d %8d %9.1f %10d %9d %9d", name, tally.mutants(),
				tally.killed(), tally.rate(), tally.timedOut(), tally.outOfMemory(), tally.failed()));
	}

	private static Map<String, List<Mutant>> by(List<Mutant> mutants, Function<Mutant, String> name) {
		return mutants.stream().collect(Collectors.groupingBy(name, TreeMap::new, Collectors.toList()));
	}

}
