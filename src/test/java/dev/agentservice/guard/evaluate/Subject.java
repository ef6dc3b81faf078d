package dev.agentservice.guard.evaluate;

import dev.agentservice.guard.evaluate.report.Verdict;
import dev.agentservice.guard.evaluate.set.Case;

/**
 * Whoever is measured.
 */
interface Subject {

	/** What it is called in reports. */
	String name();

	/** What it does with a case. */
	Verdict judge(Case given);

}
