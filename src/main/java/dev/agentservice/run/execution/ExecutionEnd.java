package dev.agentservice.run.execution;

import java.time.Duration;

import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.outcome.RunOutcome;

/**
 * How the execution of a run came to its end on this replica.
 */
public sealed interface ExecutionEnd {

	/** What a client that waits here gets. */
	RunOutcome outcome();

	/**
	 * The run has ended.
	 *
	 * @param outcome how
	 * @param stored whether it is over in Redis as well; if not, it has another owner, or
	 * nobody knows, and the reaper looks after it
	 */
	record Ended(RunOutcome outcome, boolean stored) implements ExecutionEnd {

	}

	/**
	 * The run waits for another owner.
	 *
	 * @param runId the run
	 * @param pause not before this time has passed
	 */
	record GivenBack(String runId, Duration pause) implements ExecutionEnd {

		@Override
		public RunOutcome outcome() {
			return new RunOutcome.Failed(Ending.lostProblem(this.runId));
		}

	}

}
