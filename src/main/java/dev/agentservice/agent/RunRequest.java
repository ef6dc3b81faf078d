package dev.agentservice.agent;

import java.util.List;

import dev.agentservice.budget.RunBill;
import dev.agentservice.identity.Caller;
import dev.agentservice.session.Turn;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * An admitted task, ready to be worked on.
 *
 * @param runId the run's id
 * @param caller who asks
 * @param agent the agent, in the revision the run is stamped with
 * @param task the user's text, never cut
 * @param history the session's earlier turns, oldest first; empty without a session
 * @param maxOutputTokens the client's cap on completion tokens per model call, or null
 * for the service's default
 * @param bill pays for the model calls
 * @param deadline when the answer is no longer wanted
 * @param streamed whether the answer is read from the provider as it is written
 */
public record RunRequest(String runId, Caller caller, AgentDefinition agent, String task, List<Turn> history,
		@Nullable Integer maxOutputTokens, RunBill bill, Deadline deadline, boolean streamed) {

	public RunRequest {
		history = List.copyOf(history);
	}

}
