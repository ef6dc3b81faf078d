package dev.agentservice.rollout.control;

/**
 * How {@code scripts/rollout} ends.
 */
final class ExitStatus {

	static final int PROMOTED = 0;

	static final int ROLLED_BACK = 1;

	static final int USAGE = 2;

	static final int HELD = 3;

	static final int ERROR = 4;

	static final int ABORTED = 5;

	static final int ANOTHER_CONTROLLER = 6;

	private ExitStatus() {
	}

	/** That of a phase which nothing follows. */
	static int of(Phase phase) {
		return switch (phase) {
			case DONE -> PROMOTED;
			case ROLLED_BACK -> ROLLED_BACK;
			case ABORTED -> ABORTED;
			case HELD -> HELD;
			case PREPARING, STEPPING, PROMOTING, WATCHING, ROLLING_BACK -> ERROR;
		};
	}

}
