package dev.agentservice.llm;

import java.time.InstantSource;
import java.util.function.Consumer;

import dev.agentservice.budget.Grant;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.remote.RemoteProperties;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.remote.RemoteWatcher;
import dev.agentservice.llm.remote.hook.Wake;
import dev.agentservice.llm.remote.money.RemoteDelivery;
import dev.agentservice.llm.remote.money.RemoteHandover;
import dev.agentservice.llm.remote.money.RemoteOutcome;
import dev.agentservice.llm.resilience.Patience;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One part of a loop at a provider, and its state at any time, however it ends. Its
 * stream may break as often as it likes: whether it has ended is said by the provider's
 * record alone. Used by the run's thread only.
 */
final class RemoteCall {

	private static final int NOT_FOUND = 404;

	private final RemoteAgent agent;

	private final ModelId model;

	private final Deadline deadline;

	private final RemoteOutcome outcome;

	private final RemoteProperties properties;

	private final Patience patience;

	private final Wake wake;

	private final RemoteDelivery delivery;

	private final RemoteHandover handover;

	private final ModelFailures failures = new ModelFailures(InstantSource.system());

	private @Nullable RemoteTask task;

	RemoteCall(RemoteAgent agent, ModelId model, Deadline deadline, Grant grant, RemoteFees fees, RemoteWatcher watcher,
			RemoteProperties properties, Patience patience, Wake wake, Consumer<RemoteRef> noted) {
		this.agent = agent;
		this.model = model;
		this.deadline = deadline;
		this.outcome = new RemoteOutcome(watcher, fees, grant, !agent.hasSessions());
		this.delivery = new RemoteDelivery(patience, properties.silence());
		this.properties = properties;
		this.patience = patience;
		this.wake = wake;
		this.handover = new RemoteHandover(agent, model, deadline, properties.silence(), this.outcome, this.delivery,
				patience, noted.andThen((ref) -> watcher.started(ref, grant)).andThen(wake::enter));
	}

	/**
	 * Has a task worked on until it has ended.
	 * @throws ModelException if there is no answer
	 */
	RemoteAnswer start(RemoteTask task) {
		this.task = task;
		try (Wake _ = this.wake) {
			this.handover.start(task, (failure) -> demandThere(task, failure));
			return ended();
		}
	}

	/** A session that waits for something must be there. */
	private void demandThere(RemoteTask task, RuntimeException failure) {
		if (failure instanceof RefusedException refused && refused.status() == NOT_FOUND
				&& this.agent.waiting(task.request()).isPresent()) {
			throw new RemoteSession.GoneException();
		}
	}

	/** Goes on with what an earlier attempt of the run has started. */
	RemoteAnswer resume(RemoteRef begun, RemoteTask task) {
		this.task = task;
		takeOver(begun);
		try (Wake _ = this.wake) {
			this.wake.enter(begun);
			return ended();
		}
	}

	/** Is about what an earlier attempt has started, without going on with it. */
	void takeOver(RemoteRef begun) {
		this.handover.takeOver(begun);
	}

	private RemoteAnswer ended() {
		RemoteRef begun = this.handover.ref();
		if (begun == null) {
			this.outcome.worked();
			throw failed(Kind.MALFORMED);
		}
		RemoteAnswer answer = this.outcome.answer();
		while (answer == null) {
			look(begun);
			answer = this.outcome.answer();
			if (answer == null) {
				this.patience.pause(this.deadline);
				this.handover.follow(begun);
				answer = this.outcome.answer();
			}
		}
		return whole(answer);
	}

	/** Looks at the provider's record, which may be out of reach for a while. */
	private void look(RemoteRef begun) {
		if (this.deadline.passed()) {
			throw failed(Kind.TIMEOUT);
		}
		Exchange exchange = new Exchange(this.deadline.within(this.properties.silence()));
		try {
			see(this.agent.look(begun, this.model, exchange));
			this.patience.reached();
		}
		catch (ModelException | RemoteSession.GoneException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			this.handover.continueOrThrow(exchange, ex);
			if (ex instanceof MalformedAnswerException || this.patience.isOver()) {
				throw failed((ex instanceof MalformedAnswerException) ? Kind.MALFORMED : Kind.UNAVAILABLE);
			}
		}
	}

	private void see(RemoteLook look) {
		switch (look) {
			case RemoteLook.Ended ended -> this.outcome.ended(ended.answer());
			case RemoteLook.Working _ -> this.outcome.worked();
			case RemoteLook.Empty _ -> {
				this.outcome.unsure(this.delivery.mayHaveArrived());
				if (this.task != null && this.delivery.maySend()) {
					this.handover.send(this.task);
				}
				else {
					demandSoon();
				}
			}
			case RemoteLook.Queued _ -> {
				this.outcome.unsure(false);
				demandSoon();
			}
			case RemoteLook.Gone _ -> throw new RemoteSession.GoneException();
		}
	}

	/** Some wait for ever. */
	private void demandSoon() {
		if (this.patience.hasPassed(this.properties.queuedLimit())) {
			throw failed(Kind.TIMEOUT);
		}
	}

	/** Tells what the stream has not told. */
	private RemoteAnswer whole(RemoteAnswer ended) {
		try {
			this.outcome.complete(ended);
		}
		catch (MalformedAnswerException _) {
			throw failed(Kind.MALFORMED);
		}
		return switch (ended.status()) {
			case ANSWERED -> ended;
			case FAILED -> throw this.failures.explain(this.model, new Exchange(this.deadline),
					RefusedException.insideAnswer(ended.error()));
			case CANCELLED -> throw failed(Kind.UNAVAILABLE);
		};
	}

	/**
	 * Stops what goes on at the provider, on a thread that nobody interrupts, and learns
	 * how far it came.
	 */
	void stop() {
		RemoteRef begun = this.handover.ref();
		if (begun == null || this.outcome.answer() != null) {
			return;
		}
		Exchange exchange = new Exchange(Deadline.after(this.properties.cancelTimeout()));
		boolean before = this.outcome.isUnsure();
		this.outcome.unsure(true);
		switch (this.agent.cancel(begun, exchange)) {
			case RemoteLook.Ended ended -> {
				this.outcome.stopped(ended.answer());
				this.outcome.unsure(before && !this.agent.hasSessions());
			}
			case RemoteLook.Empty _ -> this.outcome.unsure(before && this.delivery.mayHaveArrived());
			case RemoteLook.Queued _, RemoteLook.Working _, RemoteLook.Gone _ -> {
				// How far it came is not known.
			}
		}
	}

	/** The provider's name for it; null if it has none. */
	@Nullable RemoteRef ref() {
		return this.handover.ref();
	}

	/** What is known of it. */
	RemoteOutcome outcome() {
		return this.outcome;
	}

	private ModelException failed(Kind kind) {
		return new ModelException(this.model, kind, null, null);
	}

}
