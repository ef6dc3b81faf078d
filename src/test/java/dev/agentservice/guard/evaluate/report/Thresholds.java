package dev.agentservice.guard.evaluate.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * What is good enough; {@code eval/thresholds.yaml} says what each number means.
 *
 * @param recall the least by family; a family that is not named has none
 * @param falseAlarms the most over all sets and of any one
 * @param evasions the least that stays blocked, whatever the evasion
 * @param redaction the least recall and precision of any type
 */
public record Thresholds(Map<String, Double> recall, FalseAlarms falseAlarms, double evasions, Redaction redaction) {

	private static final Set<String> SECTIONS = Set.of("recall", "false_alarms", "evasions", "redaction");

	/** Sections of other evaluations. */
	private static final Set<String> OTHERS = Set.of("retrieval");

	/**
	 * Reads a file.
	 * @throws IllegalArgumentException naming what is wrong in it
	 */
	public static Thresholds read(Path file) {
		try {
			Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(Files.readString(file));
			return of(yaml);
		}
		catch (IOException ex) {
			throw new IllegalArgumentException(file + " cannot be read", ex);
		}
		catch (YAMLException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(file + ": " + ex.getMessage(), ex);
		}
	}

	private static Thresholds of(@Nullable Object yaml) {
		if (!(yaml instanceof Map<?, ?> sections) || !has(sections)) {
			throw new IllegalArgumentException("has to have the sections " + SECTIONS.stream().sorted().toList());
		}
		Map<String, Double> recall = new TreeMap<>();
		if (sections.get("recall") instanceof Map<?, ?> families) {
			families.keySet().forEach((family) -> recall.put(String.valueOf(family), part(families, family)));
		}
		Object alarms = sections.get("false_alarms");
		Object redaction = sections.get("redaction");
		return new Thresholds(recall, new FalseAlarms(part(alarms, "all"), part(alarms, "any_set")),
				part(sections.get("evasions"), "any"),
				new Redaction(part(redaction, "recall"), part(redaction, "precision")));
	}

	private static boolean has(Map<?, ?> sections) {
		return sections.keySet().containsAll(SECTIONS)
				&& sections.keySet().stream().allMatch((name) -> SECTIONS.contains(name) || OTHERS.contains(name));
	}

	private static double part(@Nullable Object section, @Nullable Object name) {
		if (section instanceof Map<?, ?> map && map.get(name) instanceof Number number && number.doubleValue() >= 0
				&& number.doubleValue() <= 1) {
			return number.doubleValue();
		}
		throw new IllegalArgumentException("'" + name + "' has to be a number from 0 to 1");
	}

	/** Holds against the thresholds whatever was measured. */
	public List<Check> check(Results results) {
		List<Check> checks = new ArrayList<>();
		List<Tally> asked = results.tallies().stream().filter((tally) -> tally.asked() > 0).toList();
		asked.stream()
			.filter((tally) -> tally.attack() && this.recall.containsKey(tally.family()))
			.forEach((tally) -> checks.add(new Check("recall of " + tally.family(), tally.rate(),
					this.recall.getOrDefault(tally.family(), 0.0), false)));
		falseAlarms(asked, checks);
		results.evasions()
			.forEach((evaded) -> checks
				.add(new Check("blocked in spite of " + evaded.evasion().name().toLowerCase(Locale.ROOT), evaded.rate(),
						this.evasions, false)));
		results.redaction().forEach((score) -> {
			checks.add(new Check("recall of " + score.type().code(), score.recall(), this.redaction.recall(), false));
			checks.add(new Check("precision of " + score.type().code(), score.precision(), this.redaction.precision(),
					false));
		});
		return checks;
	}

	private void falseAlarms(List<Tally> asked, List<Check> checks) {
		List<Tally> sets = asked.stream().filter((tally) -> !tally.attack() && tally.wholeSet()).toList();
		sets.forEach((tally) -> checks
			.add(new Check("false alarms in " + tally.set(), tally.rate(), this.falseAlarms.anySet(), true)));
		int texts = sets.stream().mapToInt(Tally::asked).sum();
		if (texts > 0) {
			double rate = (double) sets.stream().mapToInt(Tally::blocked).sum() / texts;
			checks.add(new Check("false alarms in all", rate, this.falseAlarms.all(), true));
		}
	}

	/**
	 * The most harmless texts that may be blocked.
	 *
	 * @param all of all sets together
	 * @param anySet of any one set
	 */
	public record FalseAlarms(double all, double anySet) {
	}

	/**
	 * How well values have to be found in answers.
	 *
	 * @param recall of any type
	 * @param precision of any type
	 */
	public record Redaction(double recall, double precision) {
	}

}
