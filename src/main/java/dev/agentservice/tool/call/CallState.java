package dev.agentservice.tool.call;

import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.tool.resilience.ToolPass;
import org.jspecify.annotations.Nullable;

/**
 * How far a call is. Its own thread and the one that waits for it race for its end; one
 * of them has it.
 */
final class CallState {

	private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

	private volatile @Nullable ToolPass pass;

	/**
	 * The tool is about to be called.
	 * @param pass the attempt
	 * @return false if nobody waits any more: then it must not be
	 */
	boolean begin(ToolPass pass) {
		this.pass = pass;
		return this.phase.updateAndGet((now) -> (now == Phase.WAITING) ? Phase.CALLED : now) == Phase.CALLED;
	}

	/** The call has ended by itself; false if nobody waits any more. */
	boolean end() {
		return this.phase.updateAndGet((now) -> now.isWanted() ? Phase.ENDED : now) == Phase.ENDED;
	}

	/**
	 * Nobody waits any more.
	 * @param overdue whether the tool had all the time it may have, which counts against
	 * it
	 * @return false if the call had ended by itself
	 */
	boolean abandon(boolean overdue) {
		Phase before = this.phase.getAndUpdate(Phase::abandoned);
		ToolPass attempt = this.pass;
		if (before == Phase.CALLED && attempt != null) {
			end(attempt, overdue);
		}
		return before.isWanted();
	}

	private static void end(ToolPass attempt, boolean overdue) {
		if (overdue) {
			attempt.failed(new OverdueException());
		}
		else {
			attempt.forgotten();
		}
	}

	/** Whether somebody waits for the call. */
	boolean isWanted() {
		return this.phase.get().isWanted();
	}

	/** Whether the call was given up before the tool was called at all. */
	boolean isNeverCalled() {
		return this.phase.get() == Phase.NEVER_CALLED;
	}

	private enum Phase {

		WAITING, CALLED, ENDED, ABANDONED, NEVER_CALLED;

		boolean isWanted() {
			return this == WAITING || this == CALLED;
		}

		Phase abandoned() {
			return switch (this) {
				case WAITING -> NEVER_CALLED;
				case CALLED -> ABANDONED;
				case ENDED, ABANDONED, NEVER_CALLED -> this;
			};
		}

	}

	/** Tells a breaker that a tool did not answer in time. */
	private static final class OverdueException extends RuntimeException {

		OverdueException() {
			super("No answer in time", null, false, false);
		}

	}

}
