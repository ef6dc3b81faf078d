package dev.agentservice.smoke;

/**
 * One promise of one face of the service.
 *
 * @param face where it is asked
 * @param promise what it has to do there, as a sentence without a subject
 * @param attempt asks it
 */
record Check(String face, String promise, Attempt attempt) {

	/**
	 * Runs it; whatever is wrong is the outcome, so that the next check runs all the
	 * same.
	 */
	Outcome run() {
		try {
			return new Outcome.Kept(this.attempt.make());
		}
		catch (BrokenPromise ex) {
			return new Outcome.Broken(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			// No answer, or one that is not what it says it is.
			return new Outcome.Broken(ex.toString());
		}
	}

	/** Asks the service. */
	@FunctionalInterface
	interface Attempt {

		/**
		 * Asks.
		 * @return what a person may want to know of it
		 * @throws BrokenPromise if the service did otherwise
		 */
		String make();

	}

	/** What became of a check. */
	sealed interface Outcome {

		/** What the table says. */
		String label();

		/** What a person may want to know of it. */
		String detail();

		/** The service did what it has to do. */
		record Kept(String detail) implements Outcome {

			@Override
			public String label() {
				return "ok";
			}

		}

		/** It did not. */
		record Broken(String detail) implements Outcome {

			@Override
			public String label() {
				return "FAILED";
			}

		}

		/** It was not asked. */
		record Skipped(String detail) implements Outcome {

			@Override
			public String label() {
				return "skipped";
			}

		}

	}

	/** The service did not do what it has to. */
	static final class BrokenPromise extends RuntimeException {

		private static final long serialVersionUID = 1L;

		BrokenPromise(String message) {
			super(message);
		}

		/** Breaks off unless something is so. */
		static void unless(boolean kept, String otherwise) {
			if (!kept) {
				throw new BrokenPromise(otherwise);
			}
		}

	}

}
