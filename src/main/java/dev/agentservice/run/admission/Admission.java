package dev.agentservice.run.admission;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.agentservice.agent.catalog.AgentRevisions;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.budget.Payer;
import dev.agentservice.flag.Flags;
import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.guard.Submission;
import dev.agentservice.identity.Caller;
import dev.agentservice.identity.UserTags;
import dev.agentservice.ratelimit.RateDecision;
import dev.agentservice.ratelimit.RateLimits;
import dev.agentservice.run.admission.Admitted.AdmittedRun;
import dev.agentservice.run.admission.Admitted.QueuedRun;
import dev.agentservice.run.admission.Admitted.RepeatedRun;
import dev.agentservice.run.live.Announced;
import dev.agentservice.run.order.RunCommand;
import dev.agentservice.run.order.RunOrder;
import dev.agentservice.run.order.StoredKey;
import dev.agentservice.run.owner.Registration;
import dev.agentservice.run.owner.Registration.Registered;
import dev.agentservice.run.owner.Registration.Repeated;
import dev.agentservice.run.owner.RunRegistry;
import dev.agentservice.run.owner.WaitingRuns;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RunTicket;
import dev.agentservice.run.slot.InFlightSlot;
import dev.agentservice.run.told.ToldHistory;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import dev.agentservice.support.state.StateProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Decides whether a run may start: rate limits, text, money, the run's slot. The rate
 * limits come first, because the inspection of a text is the most expensive check; the
 * run is announced in the same wait. Then money, storage and the session's turn are
 * checked concurrently. Of several reasons to refuse, the client gets the first in this
 * order. Of a run that a limit refuses nothing is stored.
 */
@Component
public class Admission {

	private final RateLimits rateLimits;

	private final ErasedTenants budgets;

	private final RunRegistry registry;

	private final WaitingRuns waiting;

	private final PayerFactory payers;

	private final AssignmentFactory assignments;

	private final AgentRevisions revisions;

	private final Flags flags;

	private final InputCheck input;

	private final ToldHistory toldHistory;

	private final Storage storage;

	private final UserTags tags;

	private final StateProperties state;

	private final Clock clock = Clock.systemUTC();

	Admission(RateLimits rateLimits, ErasedTenants budgets, RunRegistry registry, WaitingRuns waiting,
			PayerFactory payers, AssignmentFactory assignments, AgentRevisions revisions, Flags flags, InputCheck input,
			ToldHistory toldHistory, Storage storage, UserTags tags, StateProperties state) {
		this.rateLimits = rateLimits;
		this.budgets = budgets;
		this.registry = registry;
		this.waiting = waiting;
		this.payers = payers;
		this.assignments = assignments;
		this.revisions = revisions;
		this.flags = flags;
		this.input = input;
		this.toldHistory = toldHistory;
		this.storage = storage;
		this.tags = tags;
		this.state = state;
	}

	/**
	 * Admits a run, or its next attempt, unless it has ended already. A run that waits
	 * for its session's turn has no slot meanwhile.
	 * @throws ProblemException {@code agent_disabled}, {@code rate_limited},
	 * {@code input_rejected}, {@code guard_unavailable}, {@code overloaded},
	 * {@code erasure_in_progress}, {@code budget_exceeded}, {@code storage_exceeded},
	 * {@code session_busy}, {@code run_in_progress}, {@code idempotency_key_reused} or
	 * {@code budget_unavailable}
	 */
	public Admitted admit(Request request) {
		Deadline deadline = request.entry().deadline(request.agent().limits().timeout());
		RunTicket ticket = ticket(request);
		KillSwitch.demandEnabled(ticket.order().flags());
		Submission submission = InputCheck.submission(request.command());
		Announced announced = this.registry.announce(ticket);
		try {
			RateDecision decision = Parallel.join(this.rateLimits.admit(request.caller(), request.entry().drawn(),
					InputCheck.bytes(submission, request.agent())));
			decision.orThrow();
			announced.await();
			boolean suspicious = this.input.admit(request.caller(), submission, request.agent());
			return register(request, ticket, announced, new Terms(deadline, decision, suspicious));
		}
		finally {
			this.registry.forget(announced);
		}
	}

	private Admitted register(Request request, RunTicket asked, Announced announced, Terms terms) {
		this.budgets.demandOpen(payer(request));
		var funds = Parallel.ask(() -> this.budgets.admit(payer(request)));
		var kept = this.revisions.keep(request.agent(), this.registry.lifetime());
		var room = this.storage.admit(request.caller());
		var known = this.toldHistory.isKnown(request.caller().tag(), request.agent(), request.command().history());
		RunTicket ticket = asked.with(input(asked, terms, known));
		if (ticket.queue() != null) {
			return record(ticket, announced, terms, inBudget(ticket, funds), List.of(kept, room));
		}
		TriedRegistration tried = TriedRegistration.of(() -> this.registry.register(ticket, announced));
		if (tried.registration() instanceof Repeated repeated) {
			// A repeated request costs nothing, so it needs no money.
			return new RepeatedRun(repeated.runId(), terms.decision());
		}
		try {
			Parallel.await(funds);
			Parallel.await(kept);
			Parallel.await(room);
		}
		catch (RuntimeException ex) {
			if (tried.registration() instanceof Registered registered) {
				this.registry.withdraw(registered.run());
			}
			throw ex;
		}
		return switch (inTurn(tried, request, ticket, terms.deadline())) {
			case Repeated repeated -> new RepeatedRun(repeated.runId(), terms.decision());
			case Registered registered -> begin(request, registered.run(), terms, known, Parallel.join(funds));
		};
	}

	/**
	 * A run that its client does not wait for: it waits for its turn when it is claimed.
	 */
	private Admitted record(RunTicket ticket, Announced announced, Terms terms, CompletableFuture<?> funds,
			List<CompletableFuture<?>> others) {
		return switch (this.waiting.record(ticket, announced)) {
			case WaitingRuns.Known known -> new RepeatedRun(known.runId(), terms.decision());
			case WaitingRuns.Waiting run -> {
				try {
					Parallel.await(funds);
					others.forEach(Parallel::await);
				}
				catch (ProblemException ex) {
					this.waiting.refuse(run, ex);
					throw ex;
				}
				yield new QueuedRun(run, terms.decision());
			}
		};
	}

	/** Who waits for the reset of a daily budget may begin to do so at once. */
	private static CompletableFuture<?> inBudget(RunTicket ticket, CompletableFuture<?> funds) {
		return ticket.order().terms().waitForBudget()
				? funds.handle((_, failure) -> failure).thenAccept(Admission::throwUnlessExceeded) : funds;
	}

	private static void throwUnlessExceeded(@Nullable Throwable failure) {
		Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
		if (cause instanceof ProblemException problem && problem.code() != ProblemCode.BUDGET_EXCEEDED) {
			throw problem;
		}
	}

	/** Only an order that is stored has to be complete before the run is registered. */
	private static RunOrder.Input input(RunTicket asked, Terms terms, CompletableFuture<Boolean> known) {
		return asked.order()
			.input()
			.with(terms.suspicious(), asked.order().delivery().detached() && !Parallel.join(known));
	}

	private Registration inTurn(TriedRegistration tried, Request request, RunTicket ticket, Deadline deadline) {
		InFlightSlot slot = request.slot();
		return tried.orElse((problem) -> request.command().waitForTurn() && problem.code() == ProblemCode.SESSION_BUSY,
				() -> {
					slot.queue();
					Registration registration = this.registry.registerInTurn(ticket, deadline.remaining(), slot);
					slot.dequeue();
					return registration;
				});
	}

	/** The earlier turns are known only once the run has its session's turn. */
	private AdmittedRun begin(Request request, OwnedRun run, Terms terms, CompletableFuture<Boolean> known,
			long leftNano) {
		try {
			boolean suspicious = this.input.goesOn(request.caller(), run.session().turns(), request.command().task(),
					request.agent());
			OwnedRun judged = run.with(terms.suspicious() || suspicious, !Parallel.join(known));
			return new AdmittedRun(this.assignments.of(judged, terms.deadline(), leftNano), terms.decision());
		}
		catch (RuntimeException ex) {
			this.registry.withdraw(run);
			throw ex;
		}
	}

	private RunTicket ticket(Request request) {
		RunCommand command = request.command();
		AgentDefinition agent = request.agent();
		RunOrder order = new RunOrder(request.caller(), agent.name(), agent.revision(),
				new RunOrder.Input(command.task(), command.history(), command.sessionId(), false, false),
				new RunOrder.Terms(command.maxCostUsd(), command.maxOutputTokens(), command.waitForTurn(),
						command.queue() != null && command.queue().waitForBudget()),
				new RunOrder.Delivery(command.mode(), command.onDisconnect(), command.keptByClient()),
				this.clock.instant(), command.metadata(),
				this.flags.resolve(FlagContext.of(request.caller(), agent.name())), agent.runtime().remoteLabel());
		StoredKey key = StoredKey.of(command.idempotency(), request.caller().tag(), this.tags,
				this.state.writeVersion());
		return new RunTicket(request.runId(), order, key, command.queue());
	}

	private Payer payer(Request request) {
		return this.payers.of(request.caller(), request.agent(), request.command().maxCostUsd(), request.runId(), 1);
	}

	/**
	 * A request for a run.
	 *
	 * @param runId the run's id, unless it is an earlier one's next attempt
	 * @param caller the caller
	 * @param command the client's request
	 * @param agent the agent in its present revision
	 * @param entry what was found out before the request was read
	 * @param slot its slot among the runs of this replica
	 */
	public record Request(String runId, Caller caller, RunCommand command, AgentDefinition agent, Entry entry,
			InFlightSlot slot) {

	}

	/** The results of the first half of an admission. */
	private record Terms(Deadline deadline, RateDecision decision, boolean suspicious) {

	}

}
