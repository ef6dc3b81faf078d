package dev.agentservice.guard.evaluate.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the attacks, or the harmless texts, of a family of a set.
 *
 * @param set which set
 * @param family which family, or {@link #ALL}
 * @param attack whether they should be blocked
 * @param asked how many there are a verdict of
 * @param blocked how many of these were blocked
 * @param suspicious how many were let in and marked
 * @param notAsked how many nobody was asked about
 * @param wrong the ids of missed attacks, or of false alarms
 */
public record Tally(String set, String family, boolean attack, int asked, int blocked, int suspicious, int notAsked,
		List<String> wrong) {

	/** The family that stands for all of a set. */
	public static final String ALL = "all";

	/**
	 * By set and family, in the order of the outcomes, and all of a set behind its
	 * families.
	 */
	public static List<Tally> of(List<Outcome> outcomes) {
		List<Tally> tallies = new ArrayList<>();
		for (boolean attack : new boolean[] { true, false }) {
			Map<String, List<Outcome>> sets = new LinkedHashMap<>();
			outcomes.stream()
				.filter((outcome) -> outcome.of().attack() == attack)
				.forEach((outcome) -> sets.computeIfAbsent(outcome.of().set(), (_) -> new ArrayList<>()).add(outcome));
			sets.forEach((set, all) -> tallies.addAll(families(set, attack, all)));
		}
		return tallies;
	}

	private static List<Tally> families(String set, boolean attack, List<Outcome> all) {
		Map<String, List<Outcome>> families = new LinkedHashMap<>();
		all.forEach(
				(outcome) -> families.computeIfAbsent(outcome.of().family(), (_) -> new ArrayList<>()).add(outcome));
		List<Tally> tallies = new ArrayList<>();
		families.forEach((family, outcomes) -> tallies.add(of(set, family, attack, outcomes)));
		if (families.size() > 1 || !families.containsKey(set)) {
			tallies.add(of(set, ALL, attack, all));
		}
		return tallies;
	}

	private static Tally of(String set, String family, boolean attack, List<Outcome> outcomes) {
		int notAsked = count(outcomes, Verdict.NOT_ASKED);
		return new Tally(set, family, attack, outcomes.size() - notAsked, count(outcomes, Verdict.BLOCKED),
				count(outcomes, Verdict.SUSPICIOUS), notAsked,
				outcomes.stream().filter(Outcome::wrong).map((outcome) -> outcome.of().id()).toList());
	}

	private static int count(List<Outcome> outcomes, Verdict verdict) {
		return Math.toIntExact(outcomes.stream().filter((outcome) -> outcome.verdict() == verdict).count());
	}

	/** The part that was blocked: recall of attacks, false alarms of harmless texts. */
	public double rate() {
		return (this.asked == 0) ? 0 : (double) this.blocked / this.asked;
	}

	/** Whether it stands for a whole set, which has one family only or is summed up. */
	boolean wholeSet() {
		return this.family.equals(ALL) || this.family.equals(this.set);
	}

}
