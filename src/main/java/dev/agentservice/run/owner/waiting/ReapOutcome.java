package dev.agentservice.run.owner.waiting;

/**
 * What {@code run-reap} answers.
 */
public enum ReapOutcome {

	/** There is no such run. */
	GONE,
	/** It had ended before. */
	OVER,
	/** It has ended now, because its owner was gone. */
	REAPED,
	/** Its owner is at work. */
	OWNED,
	/** It waits for an owner. */
	QUEUED,
	/** The same, and its time is up, or its journal is gone. */
	DUE,
	/** It waits now, because its owner was gone. */
	REQUEUED,
	/**
	 * It has ended, now or before, because it lost too many owners without a new step.
	 */
	DEAD;

	/** Whether the run has ended, or never was. */
	public boolean isOver() {
		return switch (this) {
			case GONE, OVER, REAPED, DEAD -> true;
			case OWNED, QUEUED, DUE, REQUEUED -> false;
		};
	}

}
