package dev.agentservice.guard.evaluate;

import java.time.Duration;

import dev.agentservice.guard.InjectionGuard;
import dev.agentservice.guard.Inspection;
import dev.agentservice.guard.evaluate.report.Verdict;
import dev.agentservice.guard.evaluate.set.Case;

/**
 * The guard of this build, without a service around it. A conversation is blocked if one
 * of its turns is, as at the admission of a run.
 */
final class RulesInProcess implements Subject {

	private final InjectionGuard guard = new InjectionGuard(null, Duration.ofMinutes(1));

	@Override
	public String name() {
		return "the rules of this build";
	}

	@Override
	public Verdict judge(Case given) {
		Verdict verdict = Verdict.PASSED;
		for (int i = 0; i < given.turns().size(); i++) {
			Inspection inspection = this.guard.inspect(given.turns().get(i).text(), given.origin(i));
			if (inspection.blocked()) {
				return Verdict.BLOCKED;
			}
			verdict = inspection.suspicious() ? Verdict.SUSPICIOUS : verdict;
		}
		return verdict;
	}

}
