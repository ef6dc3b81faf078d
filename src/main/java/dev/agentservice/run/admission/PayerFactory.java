package dev.agentservice.run.admission;

import java.math.BigDecimal;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.Payer;
import dev.agentservice.budget.price.NanoUsd;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Determines who pays for runs.
 */
@Component
class PayerFactory {

	private final UserTags tags;

	PayerFactory(UserTags tags, Budgets budgets, RunProperties runs) {
		if (budgets.ledgerLifetime().compareTo(runs.longestPause()) < 0) {
			throw new IllegalArgumentException("agent-service.budget.run-retention must not be shorter than "
					+ "agent-service.run.retention and agent-service.run.max-ttl together: a run's cap would start anew "
					+ "with a later attempt");
		}
		this.tags = tags;
	}

	Payer of(OwnedRun run, AgentDefinition agent) {
		return of(run.order().caller(), agent, run.order().terms().maxCostUsd(), run.id(), run.attempt());
	}

	/**
	 * The payer of a run.
	 * @param maxCostUsd the client's own cap, or null; it only ever lowers the agent's
	 */
	Payer of(Caller caller, AgentDefinition agent, @Nullable BigDecimal maxCostUsd, String runId, int attempt) {
		BigDecimal cap = agent.limits().costPerTaskUsd();
		if (maxCostUsd != null) {
			cap = cap.min(maxCostUsd);
		}
		return new Payer(this.tags.ofTenant(caller.tenant()), caller.tag(), caller.credential(), agent.name(), runId,
				attempt, NanoUsd.of(cap));
	}

}
