package dev.agentservice.rollout.control;

/**
 * What a controller does after a look.
 *
 * @param seconds how long it waits before the next one
 * @param exit how it ends instead; negative if it goes on
 */
record Next(int seconds, int exit) {

	/** Looks again at once. */
	static final Next AGAIN = new Next(0, -1);

	/** Looks again while something becomes ready, or a person may order something. */
	static final Next SOON = new Next(5, -1);

	/** Looks again while nothing is expected; the lease has to be renewed in time. */
	static final Next LATER = new Next(20, -1);

	static Next end(int exit) {
		return new Next(0, exit);
	}

	boolean isEnd() {
		return this.exit >= 0;
	}

}
