package dev.agentservice.run;

import java.util.List;

import dev.agentservice.agent.AgentDefinition;
import dev.agentservice.agent.RunJournal;
import dev.agentservice.agent.RunRequest;
import dev.agentservice.budget.RunBill;
import dev.agentservice.identity.Caller;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.session.OpenSession;
import dev.agentservice.support.Deadline;

/**
 * A run that may start.
 *
 * @param id the run's id
 * @param caller who asks
 * @param command what for
 * @param agent the agent in its present revision
 * @param deadline when the answer is no longer wanted
 * @param session its place in the conversation
 * @param bill pays for it
 * @param rateLimits how its caller stands with the rate limits
 */
record AdmittedRun(String id, Caller caller, RunCommand command, AgentDefinition agent, Deadline deadline,
		OpenSession session, RunBill bill, RateDecision rateLimits) {

	RunRequest toRequest() {
		return new RunRequest(this.id, this.caller, this.agent,
				new RunRequest.Input(this.session.turns(), List.of(), this.command.task()),
				new RunRequest.Terms(this.bill, this.deadline, this.command.maxOutputTokens(), this.command.mode() == RunMode.STREAM),
				List.of(), RunJournal.NONE);
	}

}
