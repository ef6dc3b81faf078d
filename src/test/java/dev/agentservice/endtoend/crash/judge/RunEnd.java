package dev.agentservice.endtoend.crash.judge;

import java.util.List;
import java.util.Set;

/**
 * What {@code GET /runs/{id}} says of a run when all is over.
 *
 * @param run the run
 * @param views the bodies at two replicas, which should be one
 * @param status the run's status; empty if there is no such run
 * @param answer the answer; empty if there is none
 * @param inDoubt ids of the calls that it names as in doubt
 * @param finished the tools that its events show as finished, whatever the outcome
 * @param lastEvents the number of its last events; 1 where no events are kept
 */
public record RunEnd(String run, Set<String> views, String status, String answer, Set<String> inDoubt,
		List<String> finished, int lastEvents) {

	private static final Set<String> OVER = Set.of("succeeded", "failed", "rejected", "cancelled");

	/** Whether the status is a last one. */
	public static boolean isOver(String status) {
		return OVER.contains(status);
	}

	public boolean isOver() {
		return isOver(this.status);
	}

	public boolean isAnswered() {
		return this.status.equals("succeeded");
	}

}
