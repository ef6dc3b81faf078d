package dev.agentservice.run;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.Budgets;
import dev.agentservice.budget.NanoUsd;
import dev.agentservice.budget.Payer;
import dev.agentservice.budget.RunBill;
import dev.agentservice.flag.FlagContext;
import dev.agentservice.flag.Flags;
import dev.agentservice.guard.InputGuard;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.run.Admitted.AdmittedRun;
import dev.agentservice.run.Admitted.RepeatedRun;
import dev.agentservice.run.owner.OwnedRun;
import dev.agentservice.run.owner.Registration;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.Registration.Repeated;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.RunTicket;
import dev.agentservice.session.Message;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Decides who may start a run: rate limits, money, the run's place. They are asked all at
 * once, so that a run that may start waits for the slowest only; of several reasons to
 * refuse it, the client is told the first in this order. A run that a limit refuses was
 * never there.
 */
@Component
class Admission {

	private final RateLimits rateLimits;

	private final Budgets budgets;

	private final RunRegistry registry;

	private final UserTags tags;

	private final Flags flags;

	private final InputGuard guard;

	Admission(RateLimits rateLimits, Budgets budgets, RunRegistry registry, UserTags tags, Flags flags,
			InputGuard guard) {
		this.rateLimits = rateLimits;
		this.budgets = budgets;
		this.registry = registry;
		this.tags = tags;
		this.flags = flags;
		this.guard = guard;
	}

	/**
	 * Admits a run, or its next attempt, unless it was over already.
	 * @throws ProblemException {@code agent_disabled}, {@code input_rejected},
	 * {@code guard_unavailable}, {@code rate_limited}, {@code budget_exceeded},
	 * {@code session_busy}, {@code run_in_progress}, {@code idempotency_key_reused} or
	 * {@code budget_unavailable}
	 */
	Admitted admit(String runId, Caller caller, RunCommand command, AgentDefinition agent) {
		Deadline deadline = Deadline.after(agent.limits().timeout());
		RunTicket ticket = ticket(runId, caller, command, agent);
		KillSwitch.demandEnabled(ticket.flags());
		boolean suspicious = this.guard.admit(agent.guard(), command.task(), texts(command.history()));
		var rates = this.rateLimits.admit(caller);
		var funds = Parallel.run(() -> this.budgets.admit(payer(runId, 1, caller, command, agent)));
		Attempt attempt = Attempt.of(() -> this.registry.register(ticket, Duration.ZERO));
		try {
			RateDecision decision = Parallel.join(rates);
			decision.orThrow();
			if (attempt.registration() instanceof Repeated repeated) {
				// Asking again costs nothing, so it needs no money.
				return new RepeatedRun(repeated.runId(), decision);
			}
			Parallel.await(funds);
			return admitted(attempt, ticket, command, agent, deadline, decision, suspicious);
		}
		catch (RuntimeException ex) {
			if (attempt.registration() instanceof Registered registered) {
				this.registry.withdraw(registered.run());
			}
			throw ex;
		}
	}

	private Admitted admitted(Attempt attempt, RunTicket ticket, RunCommand command, AgentDefinition agent,
			Deadline deadline, RateDecision decision, boolean suspicious) {
		Registration registration = attempt.orElse(
				(problem) -> command.waitForTurn() && problem.code() == ProblemCode.SESSION_BUSY,
				() -> this.registry.register(ticket, deadline.remaining()));
		return switch (registration) {
			case Repeated repeated -> new RepeatedRun(repeated.runId(), decision);
			case Registered registered -> {
				OwnedRun run = registered.run();
				Payer payer = payer(run.id(), run.attempt(), ticket.caller(), command, agent);
				yield new AdmittedRun(run, ticket.caller(), command, agent, deadline, new RunBill(this.budgets, payer),
						decision, suspicious);
			}
		};
	}

	private static List<String> texts(List<Message> history) {
		return history.stream().map(Admission::text).toList();
	}

	private static String text(Message message) {
		return switch (message) {
			case Message.User user -> user.text();
			case Message.Assistant assistant -> Objects.requireNonNullElse(assistant.text(), "");
			case Message.ToolResult result -> result.text();
		};
	}

	private RunTicket ticket(String runId, Caller caller, RunCommand command, AgentDefinition agent) {
		IdempotencyKey key = command.idempotency();
		return new RunTicket(runId, caller, agent.name(), agent.revision(), command.sessionId(), command.mode().label(),
				(key != null) ? key.digest() : null, (key != null) ? key.fingerprint() : "", command.metadata(),
				this.flags.resolve(FlagContext.of(caller, agent.name())));
	}

	private Payer payer(String runId, int attempt, Caller caller, RunCommand command, AgentDefinition agent) {
		BigDecimal cap = agent.limits().costPerTaskUsd();
		if (command.maxCostUsd() != null) {
			cap = cap.min(command.maxCostUsd());
		}
		return new Payer(this.tags.ofTenant(caller.tenant()), caller.tag(), caller.credential(), agent.name(), runId,
				attempt, NanoUsd.of(cap));
	}

}
