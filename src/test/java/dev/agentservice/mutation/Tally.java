package dev.agentservice.mutation;

import java.util.List;

import dev.agentservice.mutation.Mutant.Fate;

/**
 * How many mutants there were, and what became of them.
 *
 * @param killed all that were detected, the next three included
 * @param timedOut of those, how many by a test that took too long
 * @param outOfMemory of those, how many by running out of memory
 * @param failed of those, how many by ending the JVM
 */
record Tally(int mutants, int killed, int timedOut, int outOfMemory, int failed) {

	static Tally of(List<Mutant> mutants) {
		return new Tally(mutants.size(), (int) mutants.stream().filter((mutant) -> mutant.fate().isDetected()).count(),
				count(mutants, Fate.TIMED_OUT), count(mutants, Fate.MEMORY_ERROR), count(mutants, Fate.RUN_ERROR));
	}

	/** In percent; nothing to kill is all killed. */
	double rate() {
		return (this.mutants == 0) ? 100 : 100.0 * this.killed / this.mutants;
	}

	private static int count(List<Mutant> mutants, Fate fate) {
		return (int) mutants.stream().filter((mutant) -> mutant.fate() == fate).count();
	}

}
