package dev.agentservice.run;

import java.math.BigDecimal;
import java.time.Duration;

import dev.agentservice.agent.AgentDefinition;
import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.NanoUsd;
import dev.agentservice.budget.Payer;
import dev.agentservice.budget.RunBill;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.session.OpenSession;
import dev.agentservice.session.Sessions;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import org.springframework.stereotype.Component;

/**
 * Decides who may start a run: rate limits, money, the session's turn. They are asked all
 * at once, so that a run that may start waits for the slowest only; of several reasons to
 * refuse it, the client is told the first in this order.
 */
@Component
class Admission {

	private static final int FIRST_ATTEMPT = 1;

	private final RateLimits rateLimits;

	private final Budgets budgets;

	private final Sessions sessions;

	private final UserTags tags;

	Admission(RateLimits rateLimits, Budgets budgets, Sessions sessions, UserTags tags) {
		this.rateLimits = rateLimits;
		this.budgets = budgets;
		this.sessions = sessions;
		this.tags = tags;
	}

	/**
	 * Admits a run, or not.
	 * @throws ProblemException {@code rate_limited}, {@code budget_exceeded},
	 * {@code session_busy} or {@code budget_unavailable}
	 */
	AdmittedRun admit(String runId, Caller caller, RunCommand command, AgentDefinition agent) {
		Deadline deadline = Deadline.after(agent.limits().timeout());
		Payer payer = payer(runId, caller, command, agent);
		var rates = this.rateLimits.admit(caller);
		var funds = Parallel.run(() -> this.budgets.admit(payer));
		Attempt turn = tryOpen(caller, command, agent, runId);
		try {
			RateDecision decision = Parallel.join(rates);
			decision.orThrow();
			Parallel.await(funds);
			OpenSession session = turn.sessionOr(() -> open(caller, command, agent, runId, deadline.remaining()));
			return new AdmittedRun(runId, caller, command, agent, deadline, session, new RunBill(this.budgets, payer),
					decision);
		}
		catch (RuntimeException ex) {
			turn.close();
			throw ex;
		}
	}

	private Attempt tryOpen(Caller caller, RunCommand command, AgentDefinition agent, String runId) {
		try {
			return new Attempt(open(caller, command, agent, runId, Duration.ZERO), null, false);
		}
		catch (ProblemException ex) {
			return new Attempt(null, ex, command.waitForTurn() && ex.code() == ProblemCode.SESSION_BUSY);
		}
	}

	private OpenSession open(Caller caller, RunCommand command, AgentDefinition agent, String runId, Duration wait) {
		return this.sessions.open(caller, command.sessionId(), agent.name(), runId, wait);
	}

	private Payer payer(String runId, Caller caller, RunCommand command, AgentDefinition agent) {
		BigDecimal cap = agent.limits().costPerTaskUsd();
		if (command.maxCostUsd() != null) {
			cap = cap.min(command.maxCostUsd());
		}
		return new Payer(this.tags.ofTenant(caller.tenant()), caller.tag(), agent.name(), runId, FIRST_ATTEMPT,
				NanoUsd.of(cap));
	}

}
