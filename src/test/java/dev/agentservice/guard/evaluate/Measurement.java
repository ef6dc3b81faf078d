package dev.agentservice.guard.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.guard.evaluate.report.Evaded;
import dev.agentservice.guard.evaluate.report.Outcome;
import dev.agentservice.guard.evaluate.report.Results;
import dev.agentservice.guard.evaluate.report.Tally;
import dev.agentservice.guard.evaluate.report.Verdict;
import dev.agentservice.guard.evaluate.set.Case;
import dev.agentservice.guard.evaluate.set.EvaluationSet;
import dev.agentservice.guard.evaluate.set.Evasion;
import dev.agentservice.guard.redact.AnnotatedText;
import dev.agentservice.guard.redact.GeneratedTexts;
import dev.agentservice.guard.redact.RedactionMeasure;
import dev.agentservice.guard.redact.TypeScore;
import dev.agentservice.guard.redact.finding.RedactionPolicy;

/**
 * Sends all texts through whoever is measured.
 */
final class Measurement {

	private static final long SEED = 20_261_123;

	private final Subject subject;

	private final Progress progress;

	private final boolean withGenerated;

	/**
	 * Creates a measurement.
	 * @param withGenerated whether redaction is also measured with texts that are made
	 * for it
	 */
	Measurement(Subject subject, Progress progress, boolean withGenerated) {
		this.subject = subject;
		this.progress = progress;
		this.withGenerated = withGenerated;
	}

	/**
	 * Measures sets.
	 * @param withEvasions whether blocked attacks are tried in every other way, too
	 */
	Results of(List<EvaluationSet> sets, boolean withEvasions) {
		List<Case> cases = sets.stream().flatMap((set) -> set.cases().stream()).toList();
		List<Outcome> outcomes = outcomes("texts", cases);
		List<Evaded> evaded = withEvasions ? evaded(outcomes) : List.of();
		List<TypeScore> redaction = (this.subject instanceof RulesInProcess) ? redaction(sets) : List.of();
		this.progress.end();
		return new Results(this.subject.name(), Tally.of(outcomes), evaded, redaction);
	}

	private List<Outcome> outcomes(String what, List<Case> cases) {
		List<Outcome> outcomes = new ArrayList<>();
		for (Case each : cases) {
			outcomes.add(new Outcome(each, this.subject.judge(each)));
			this.progress.at(what, outcomes.size(), cases.size());
		}
		return outcomes;
	}

	private List<Evaded> evaded(List<Outcome> outcomes) {
		List<Case> blocked = outcomes.stream()
			.filter((outcome) -> outcome.of().attack() && outcome.verdict() == Verdict.BLOCKED)
			.map(Outcome::of)
			.toList();
		List<Evaded> evaded = new ArrayList<>();
		for (Evasion evasion : Evasion.values()) {
			if (evasion != Evasion.NONE && !blocked.isEmpty()) {
				long still = outcomes(evasion.name().toLowerCase(Locale.ROOT),
						blocked.stream().map((each) -> each.written(evasion)).toList())
					.stream()
					.filter((outcome) -> outcome.verdict() == Verdict.BLOCKED)
					.count();
				evaded.add(new Evaded(evasion, blocked.size(), Math.toIntExact(still)));
			}
		}
		return evaded;
	}

	private List<TypeScore> redaction(List<EvaluationSet> sets) {
		RedactionMeasure measure = new RedactionMeasure(RedactionPolicy.standard(), (what, where) -> {
		});
		List<AnnotatedText> texts = new ArrayList<>(this.withGenerated ? GeneratedTexts.all(SEED) : List.of());
		sets.forEach((set) -> texts.addAll(set.annotated()));
		texts.forEach(measure::add);
		return measure.scores();
	}

}
