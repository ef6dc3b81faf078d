package dev.agentservice.run.admission;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.RunBill;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.Deadline;

/**
 * An owned run with all that its execution takes.
 *
 * @param owned the run
 * @param agent the agent, in the revision that the run is stamped with
 * @param bill pays for it
 * @param deadline when the answer is no longer wanted, as far as this attempt knows
 */
public record Assignment(OwnedRun owned, AgentDefinition agent, RunBill bill, Deadline deadline) {

	public String id() {
		return this.owned.id();
	}

	public RunOrder order() {
		return this.owned.order();
	}

}
