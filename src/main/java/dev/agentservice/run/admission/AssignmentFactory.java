package dev.agentservice.run.admission;

import java.util.Optional;

import dev.agentservice.agent.catalog.AgentCatalog;
import dev.agentservice.agent.catalog.AgentRevisions;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentFileException;
import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.RunBill;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Prepares the execution of a run from its owner's data alone, for runs that a client has
 * started and for claimed ones.
 */
@Component
public class AssignmentFactory {

	private static final Logger logger = LoggerFactory.getLogger(AssignmentFactory.class);

	private final AgentRevisions revisions;

	private final AgentCatalog agents;

	private final RunRegistry registry;

	private final Budgets budgets;

	private final PayerFactory payers;

	private final InputCheck input;

	AssignmentFactory(AgentRevisions revisions, AgentCatalog agents, RunRegistry registry, Budgets budgets,
			PayerFactory payers, InputCheck input) {
		this.revisions = revisions;
		this.agents = agents;
		this.registry = registry;
		this.budgets = budgets;
		this.payers = payers;
		this.input = input;
	}

	/**
	 * The assignment of a claimed run. The conversation before its task may have grown,
	 * so it is inspected again.
	 * @throws ProblemException {@code internal_error} if this release cannot use its
	 * agent, {@code input_rejected} or {@code guard_unavailable}
	 */
	public Assignment of(OwnedRun run) {
		AgentDefinition agent = agent(run.order());
		boolean suspicious = this.input.goesOn(run.order().caller(), run.session().turns(), run.order().input().task(),
				agent);
		return new Assignment(run.with(suspicious, false), agent, new RunBill(this.budgets, this.payers.of(run, agent)),
				Deadline.after(agent.limits().timeout()));
	}

	/**
	 * The assignment of a run that its client has started.
	 * @param deadline when the run must end
	 * @param leftNano the remainder of its payer's budgets, in nano-USD
	 * @throws ProblemException {@code internal_error} if this release cannot use its
	 * agent
	 */
	Assignment of(OwnedRun run, Deadline deadline, long leftNano) {
		AgentDefinition agent = agent(run.order());
		return new Assignment(run, agent, new RunBill(this.budgets, this.payers.of(run, agent), leftNano), deadline);
	}

	private AgentDefinition agent(RunOrder order) {
		try {
			return this.revisions.find(order.agent(), order.revision(), this.registry.lifetime())
				.or(() -> present(order))
				.orElseThrow(() -> unusable("it is gone"));
		}
		catch (AgentFileException ex) {
			logger.atError()
				.addKeyValue("agent", order.agent())
				.addKeyValue("revision", order.revision())
				.addKeyValue("reason", ex.reason())
				.log("A run cannot be continued with its agent's revision");
			throw unusable(ex.reason());
		}
	}

	/** Runs of a release that stored no revisions continue with the present one. */
	private Optional<AgentDefinition> present(RunOrder order) {
		logger.atWarn()
			.addKeyValue("agent", order.agent())
			.addKeyValue("revision", order.revision())
			.log("The revision that a run was begun with is gone, it goes on with the present one");
		return this.agents.find(order.agent());
	}

	private static ProblemException unusable(String reason) {
		return new ProblemException(ProblemCode.INTERNAL_ERROR,
				"The run cannot be continued with the agent that it was begun with: " + reason
						+ ". Send the task as a new request.");
	}

}
