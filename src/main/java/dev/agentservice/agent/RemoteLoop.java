package dev.agentservice.agent;

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
import dev.agentservice.llm.remote.HostedTool;
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

	/**
	 * The loop of a run whose agent may want it to run at a provider. What was begun
	 * elsewhere than its agent wants by now has been ended there.
	 */
	static Loop of(Run run, RemoteGateway gateway, OwnLoop own) {
		RuntimeUse use = run.request().agent().runtime();
		RemoteStarted left = left(run).orElse(null);
		if (left != null && !left.runtime().equals(use.remoteLabel())) {
			endElsewhere(run, gateway, left);
			left = null;
		}
		return (use.remote() != null) ? at(use.remote(), run, gateway, own, left) : own;
	}

	private static RemoteLoop at(RemoteRuntime runtime, Run run, RemoteGateway gateway, OwnLoop own,
			@Nullable RemoteStarted left) {
		RuntimeUse use = run.request().agent().runtime();
		ModelId model = model(run);
		RemoteSession session = session(run, gateway, model, new RemoteSession.Terms(runtime, use.hosted(),
				use.hostedCalls(), use.hostedContext(), !use.fallsBack()));
		boolean fallen = run.progress().hasNoted(Notice.RUNTIME_FALLBACK);
		boolean possible = model.provider().equals(runtime.provider()) && gateway.serves(runtime);
		RemoteStarted begun = (left != null) ? open(run).orElse(null) : null;
		RemoteLoop loop = new RemoteLoop(session, use, own, begun, fallen, !fallen && !possible);
		if (left != null && gateway.serves(runtime) && runtime.hasSessions()) {
			session.keeps(new RemoteRef(runtime, left.id()));
		}
		if (fallen) {
			loop.abandon(run);
		}
		return loop;
	}

	/**
	 * What an earlier attempt began at a runtime that the agent's file does not name any
	 * more is stopped, settled and deleted where it is.
	 */
	private static void endElsewhere(Run run, RemoteGateway gateway, RemoteStarted left) {
		RemoteRuntime there = RemoteRuntime.of(left.runtime()).orElse(null);
		RemoteStarted begun = open(run).orElse(null);
		if (there == null || (begun == null && !there.hasSessions())) {
			return;
		}
		// It may have called any tool that ran there: the file says nothing of it now.
		RemoteSession session = session(run, gateway, ModelId.parse(left.model()), new RemoteSession.Terms(there,
				there.hosted().stream().map((kind) -> new HostedTool(kind, "")).toList(), 0, null, false));
		RemoteStep step = new RemoteStep(run, session, false);
		if (begun != null && step.abandon(begun)) {
			run.request().journal().record(new RemoteEnded(false, run.progress().elapsed(), run.progress().costNano()));
		}
		if (there.hasSessions() && session.isServed()) {
			session.keeps(new RemoteRef(there, left.id()));
			session.close(step);
		}
	}

	private static RemoteSession session(Run run, RemoteGateway gateway, ModelId model, RemoteSession.Terms terms) {
		return gateway.open(terms, model, run.request().agent().limits().timeout(),
				new RemoteObjects.Owner(run.request().caller().tag(), run.request().epoch()),
				run.request().terms().bill());
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
			if (earlier != null) {
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
