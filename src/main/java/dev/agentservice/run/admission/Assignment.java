package dev.agentservice.run.admission;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.RunBill;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.Deadline;

/**
 * An owned run with everything that its execution needs.
 *
 * @param owned the run
 * @param agent the agent, in the revision that the run is stamped with
 * @param bill pays for it
 * @param deadline when this attempt must end, if earlier attempts took no time
 */
public record Assignment(OwnedRun owned, AgentDefinition agent, RunBill bill, Deadline deadline) {

	public String id() {
		return this.owned.id();
	}

	public RunOrder order() {
		return this.owned.order();
	}

}
