package dev.agentservice.guard.evaluate;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import dev.agentservice.guard.Submission;
import dev.agentservice.guard.evaluate.report.Verdict;
import dev.agentservice.guard.evaluate.set.Case;
import dev.agentservice.guard.inspection.InjectionGuard;
import dev.agentservice.guard.inspection.Inspection;
import dev.agentservice.guard.inspection.Origin;
import dev.agentservice.support.Deadline;

/**
 * The guard of this build, without a service around it. A conversation is blocked if one
 * of its turns is, or all of them joined are, as at the admission of a run.
 */
final class RulesInProcess implements Subject {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final InjectionGuard guard = new InjectionGuard(null, LONG);

	@Override
	public String name() {
		return "the rules of this build";
	}

	@Override
	public Verdict judge(Case given) {
		Verdict verdict = Verdict.PASSED;
		Set<String> known = new HashSet<>();
		for (int i = 0; i < given.turns().size(); i++) {
			Inspection inspection = this.guard.inspect(given.turns().get(i).text(), given.origin(i));
			if (inspection.blocked()) {
				return Verdict.BLOCKED;
			}
			inspection.findings().forEach((finding) -> known.add(finding.rule()));
			verdict = inspection.suspicious() ? Verdict.SUSPICIOUS : verdict;
		}
		return joined(given, known, verdict);
	}

	private Verdict joined(Case given, Set<String> known, Verdict single) {
		Verdict verdict = single;
		if (given.direction() == Origin.HISTORY) {
			for (String text : submission(given).joined()) {
				Inspection inspection = this.guard.inspectJoined(text, Origin.HISTORY, known, Deadline.after(LONG));
				if (inspection.blocked()) {
					return Verdict.BLOCKED;
				}
				verdict = inspection.suspicious() ? Verdict.SUSPICIOUS : verdict;
			}
		}
		return verdict;
	}

	private static Submission submission(Case given) {
		return new Submission(given.turns()
			.subList(0, given.turns().size() - 1)
			.stream()
			.map((turn) -> new Submission.Part(turn.text(), !"assistant".equals(turn.role())))
			.toList(), given.turns().getLast().text());
	}

}
