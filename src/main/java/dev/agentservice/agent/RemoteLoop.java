package dev.agentservice.agent;

import java.util.Objects;
import java.util.Optional;

import dev.agentservice.agent.definition.RuntimeUse;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.budget.BudgetExceededException;
import dev.agentservice.llm.RemoteGateway;
import dev.agentservice.llm.RemoteSession;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/**
 * A loop that runs at a provider, for one run: each reply is what the provider has come
 * to by its own tools. If it fails, this service's own loop takes over for the rest of
 * the run, unless the agent's file forbids it or a tool with side effects was called.
 */
final class RemoteLoop implements Loop {

	private final RemoteSession session;

	private final RuntimeUse use;

	private final OwnLoop own;

	/** What an earlier attempt has left at the provider. */
	private @Nullable RemoteStarted begun;

	private boolean fallen;

	private boolean impossible;

	private RemoteLoop(RemoteSession session, RuntimeUse use, OwnLoop own, @Nullable RemoteStarted begun,
			boolean fallen, boolean impossible) {
		this.session = session;
		this.use = use;
		this.own = own;
		this.begun = begun;
		this.fallen = fallen;
		this.impossible = impossible;
	}

	/** The loop of a run whose agent wants it to run at a provider. */
	static RemoteLoop of(Run run, RemoteGateway gateway, OwnLoop own) {
		RuntimeUse use = run.request().agent().runtime();
		RemoteRuntime runtime = Objects.requireNonNull(use.remote(), "runtime");
		ModelId model = model(run);
		RemoteSession session = gateway.open(
				new RemoteSession.Terms(runtime, use.hosted(), use.hostedCalls(), use.hostedContext(),
						!use.fallsBack()),
				model, run.request().agent().limits().timeout(),
				new RemoteObjects.Owner(run.request().caller().tag(), run.request().epoch()),
				run.request().terms().bill());
		boolean fallen = run.progress().hasNoted(Notice.RUNTIME_FALLBACK);
		boolean possible = model.provider().equals(runtime.provider()) && gateway.serves(runtime);
		RemoteLoop loop = new RemoteLoop(session, use, own, open(run).orElse(null), fallen, !fallen && !possible);
		if (gateway.serves(runtime) && runtime.hasSessions()) {
			left(run).ifPresent((started) -> session.keeps(new RemoteRef(runtime, started.id())));
		}
		if (fallen) {
			loop.abandon(run);
		}
		return loop;
	}

	/** The last part of a run that began at the provider, as far as the journal says. */
	private static Optional<RemoteStarted> left(Run run) {
		return run.request()
			.finished()
			.stream()
			.filter(RemoteStarted.class::isInstance)
			.map(RemoteStarted.class::cast)
			.reduce((_, later) -> later);
	}

	static ModelId model(Run run) {
		return run.models().models().getFirst();
	}

	/** What began at the provider and has not ended, as far as the journal says. */
	private static Optional<RemoteStarted> open(Run run) {
		RemoteStarted open = null;
		for (JournalEntry entry : run.request().finished()) {
			if (entry instanceof RemoteStarted started) {
				open = started;
			}
			else if (entry instanceof ModelCalledTools || entry instanceof RemoteEnded) {
				open = null;
			}
		}
		return Optional.ofNullable(open);
	}

	@Override
	public ModelReply ask(Run run, boolean mayCallTools) {
		if (this.impossible) {
			giveUp(run);
		}
		if (this.fallen) {
			return this.own.ask(run, mayCallTools);
		}
		RemoteStep step = new RemoteStep(run, this.session, mayCallTools);
		RemoteStarted earlier = this.begun;
		this.begun = null;
		try {
			ModelReply reply = (earlier != null) ? step.resume(earlier) : step.ask();
			if (!mayCallTools) {
				this.session.close(step);
			}
			return reply;
		}
		catch (RemoteSession.GoneException ex) {
			return instead(run, step, mayCallTools, lost(ex));
		}
		catch (ModelException | BudgetExceededException ex) {
			return instead(run, step, mayCallTools, ex);
		}
	}

	/**
	 * A flag may name a model of another provider, and a reload may have lost this one.
	 */
	private void giveUp(Run run) {
		this.impossible = false;
		abandon(run);
		fallBack(run, new ModelException(model(run), Kind.UNKNOWN_MODEL, null, null));
	}

	/**
	 * The run ends here without an answer: a part that is open is stopped and settled.
	 */
	@Override
	public void abandon(Run run) {
		RemoteStep step = new RemoteStep(run, this.session, false);
		RemoteStarted earlier = this.begun;
		this.begun = null;
		try {
			if (earlier != null && this.session.isServed()) {
				step.abandon(earlier);
			}
		}
		finally {
			this.session.close(step);
		}
	}

	private static ProblemException lost(RemoteSession.GoneException cause) {
		return new ProblemException(ProblemCode.OWNER_LOST,
				"The provider that worked on this run knows nothing of it any more. Send the request again.", cause);
	}

	private ModelReply instead(Run run, RemoteStep step, boolean mayCallTools, RuntimeException failure) {
		fallBack(run, failure);
		this.session.close(step);
		step.takeBack();
		return this.own.ask(run, mayCallTools);
	}

	/**
	 * From now on this service's own loop works on the run.
	 * @throws RuntimeException the failure, if that is not permitted or of no use
	 */
	private void fallBack(Run run, RuntimeException failure) {
		boolean useful = !(failure instanceof ModelException ex && ex.kind() == Kind.CONTENT_FILTERED)
				&& !run.request().terms().deadline().passed();
		// That a call could not be paid is no failure of what was done before.
		boolean late = run.progress().hasIntended() && !(failure instanceof BudgetExceededException);
		this.fallen = this.use.fallsBack() && useful && !late;
		if (this.fallen || failure instanceof ProblemException) {
			run.request()
				.journal()
				.record(new RemoteEnded(this.fallen, run.progress().elapsed(), run.progress().costNano()));
		}
		if (!this.fallen) {
			throw failure;
		}
		run.progress().note(Notice.RUNTIME_FALLBACK);
	}

}
