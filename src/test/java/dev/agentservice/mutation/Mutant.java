package dev.agentservice.mutation;

import java.util.Comparator;

/**
 * A fault that PIT put into the code, and what the tests made of it.
 *
 * @param type the class, without its package
 * @param mutator what was changed, in PIT's words
 */
record Mutant(String module, String type, String method, int line, String mutator,
		Fate fate) implements Comparable<Mutant> {

	private static final Comparator<Mutant> PLACE = Comparator.comparing(Mutant::module)
		.thenComparing(Mutant::type)
		.thenComparingInt(Mutant::line)
		.thenComparing(Mutant::mutator);

	/** The first part of the package's name: what a verdict is about. */
	String feature() {
		int dot = this.module.indexOf('.');
		return (dot < 0) ? this.module : this.module.substring(0, dot);
	}

	@Override
	public int compareTo(Mutant other) {
		return PLACE.compare(this, other);
	}

	/** As PIT counts: what never ends or eats all memory has been noticed. */
	enum Fate {

		/** A test failed. */
		KILLED,
		/** A test took far longer than without it. */
		TIMED_OUT,
		/** There was not enough memory for it. */
		MEMORY_ERROR,
		/** The JVM ended, or the mutant could not be loaded. */
		RUN_ERROR,
		/** All tests passed. */
		SURVIVED,
		/** No test comes by. */
		NO_COVERAGE;

		boolean isDetected() {
			return this != SURVIVED && this != NO_COVERAGE;
		}

	}

}
