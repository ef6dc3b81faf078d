package dev.agentservice.guard.evaluate.report;

import java.util.List;

import dev.agentservice.guard.redact.TypeScore;

/**
 * All that was measured.
 *
 * @param subject what was measured: the rules in process, or where a service is
 * @param tallies by set and family
 * @param evasions by evasion; empty if none was tried
 * @param redaction by type; empty if that was not measured
 */
public record Results(String subject, List<Tally> tallies, List<Evaded> evasions, List<TypeScore> redaction) {

	public Results {
		tallies = List.copyOf(tallies);
		evasions = List.copyOf(evasions);
		redaction = List.copyOf(redaction);
	}

}
