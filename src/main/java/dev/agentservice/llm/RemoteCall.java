package dev.agentservice.llm;

import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

import dev.agentservice.budget.Grant;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.http.Silence;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.provider.Metering;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteAnswer;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteFees;
import dev.agentservice.llm.remote.RemoteLook;
import dev.agentservice.llm.remote.RemoteProperties;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.remote.RemoteTelling;
import dev.agentservice.llm.remote.RemoteWatcher;
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

	private final RemoteAgent agent;

	private final ModelId model;

	private final Deadline deadline;

	private final Grant grant;

	private final RemoteWatcher watcher;

	private final RemoteTelling telling;

	private final RemoteProperties properties;

	private final Patience patience;

	private final Consumer<RemoteRef> noted;

	private final ModelFailures failures = new ModelFailures(InstantSource.system());

	private @Nullable RemoteRef ref;

	private @Nullable RemoteAnswer answer;

	private @Nullable RuntimeException ours;

	private long last = -1;

	private boolean working;

	private boolean mayBeBilled;

	private boolean resumed;

	RemoteCall(RemoteAgent agent, ModelId model, Deadline deadline, Grant grant, RemoteFees fees, RemoteWatcher watcher,
			RemoteProperties properties, Patience patience, Consumer<RemoteRef> noted) {
		this.agent = agent;
		this.model = model;
		this.deadline = deadline;
		this.grant = grant;
		this.telling = new RemoteTelling(watcher, fees);
		this.watcher = watcher;
		this.properties = properties;
		this.patience = patience;
		this.noted = noted;
	}

	/**
	 * Has a task worked on until it has ended.
	 * @throws ModelException if there is no answer
	 */
	RemoteAnswer start(RemoteTask task) {
		Exchange exchange = exchange();
		// Nobody would ever hear of what a request began that is sent a second time.
		exchange.markUnrepeatable();
		try {
			this.agent.start(task, exchange, this::on);
		}
		catch (RuntimeException ex) {
			this.mayBeBilled = exchange.mayBeBilled();
			continueOrThrow(exchange, ex);
		}
		return ended();
	}

	/** Goes on with what an earlier attempt of the run has started. */
	RemoteAnswer resume(RemoteRef begun) {
		takeOver(begun);
		return ended();
	}

	/** Is about what an earlier attempt has started, without going on with it. */
	void takeOver(RemoteRef begun) {
		this.ref = begun;
		this.working = true;
		this.resumed = true;
	}

	private RemoteAnswer ended() {
		RemoteRef begun = this.ref;
		if (begun == null) {
			this.mayBeBilled = true;
			throw failed(Kind.MALFORMED);
		}
		while (this.answer == null) {
			look(begun);
			if (this.answer == null) {
				this.patience.pause(this.deadline);
				follow(begun);
			}
		}
		return whole(this.answer);
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
			continueOrThrow(exchange, ex);
			if (ex instanceof MalformedAnswerException || this.patience.isOver()) {
				throw failed((ex instanceof MalformedAnswerException) ? Kind.MALFORMED : Kind.UNAVAILABLE);
			}
		}
	}

	private void see(RemoteLook look) {
		switch (look) {
			case RemoteLook.Ended ended -> this.answer = ended.answer();
			case RemoteLook.Working _ -> this.working = true;
			case RemoteLook.Queued _ -> {
				if (this.patience.hasPassed(this.properties.queuedLimit())) {
					throw failed(Kind.TIMEOUT);
				}
			}
			case RemoteLook.Gone _ -> throw new RemoteSession.GoneException();
		}
	}

	private void follow(RemoteRef begun) {
		Exchange exchange = exchange();
		try {
			this.agent.follow(begun, this.model, this.last, exchange, this::on);
		}
		catch (RuntimeException ex) {
			continueOrThrow(exchange, ex);
		}
	}

	/**
	 * A stream that broke says nothing about what it is a stream of, unless that has not
	 * begun.
	 */
	private void continueOrThrow(Exchange exchange, RuntimeException failure) {
		if (this.ours != null) {
			throw this.ours;
		}
		RuntimeException explained = this.failures.explain(this.model, exchange, failure);
		if (this.ref == null || Thread.currentThread().isInterrupted()) {
			throw explained;
		}
		if (explained instanceof ModelException refused) {
			this.patience.askedFor(refused.retryAfter());
		}
	}

	private void on(long sequence, RemoteEvent event) {
		this.last = sequence;
		this.patience.heard();
		try {
			hear(event);
		}
		catch (RuntimeException ex) {
			this.ours = ex;
			throw ex;
		}
	}

	private void hear(RemoteEvent event) {
		switch (event) {
			case RemoteEvent.Started started -> {
				if (this.ref == null) {
					this.ref = started.ref();
					this.noted.accept(started.ref());
					this.watcher.started(started.ref(), this.grant);
				}
			}
			case RemoteEvent.Working _ -> this.working = true;
			case RemoteEvent.Said piece -> {
				demandFitting(this.telling.length() + piece.text().length());
				this.telling.say(piece.text());
			}
			case RemoteEvent.HostedBegun begun -> this.watcher.hostedBegun(begun.kind());
			case RemoteEvent.HostedEnded ended -> this.telling.tell(ended.call());
			case RemoteEvent.Ended ended -> this.answer = ended.answer();
		}
	}

	/** The limit of answers in this service's own loop. */
	private void demandFitting(long length) {
		if (length > Metering.longest(Math.toIntExact(this.grant.outputTokens()))) {
			throw failed(Kind.MALFORMED);
		}
	}

	/** Tells what the stream has not told. */
	private RemoteAnswer whole(RemoteAnswer ended) {
		demandFitting(ended.length());
		ended.hosted().forEach(this.telling::tell);
		switch (ended.status()) {
			case FAILED -> throw this.failures.explain(this.model, new Exchange(this.deadline),
					RefusedException.insideAnswer(ended.error()));
			case CANCELLED -> throw failed(Kind.UNAVAILABLE);
			case ANSWERED -> {
				if (!this.telling.complete(Objects.requireNonNullElse(ended.message().text(), ""))) {
					throw failed(Kind.MALFORMED);
				}
			}
		}
		return ended;
	}

	/**
	 * Stops what goes on at the provider, on a thread that nobody interrupts, and learns
	 * how far it came.
	 */
	void stop() {
		RemoteRef begun = this.ref;
		if (begun == null || this.answer != null) {
			return;
		}
		Exchange exchange = new Exchange(Deadline.after(this.properties.cancelTimeout()));
		if (this.agent.cancel(begun, exchange) instanceof RemoteLook.Ended ended) {
			this.answer = ended.answer();
			ended.answer().hosted().forEach(this.telling::count);
		}
	}

	/** The provider's name for it; null if it has none. */
	@Nullable RemoteRef ref() {
		return this.ref;
	}

	/** How it ended; null if that is not known. */
	@Nullable RemoteAnswer answer() {
		return this.answer;
	}

	/** What was told of it. */
	RemoteTelling telling() {
		return this.telling;
	}

	/** Whether the provider worked on it, as far as is known. */
	boolean hasWorked() {
		boolean answered = this.answer != null && this.answer.status() == RemoteAnswer.Status.ANSWERED;
		return answered || this.working || !this.telling.isEmpty() || (this.ref == null && this.mayBeBilled);
	}

	/** Whether an earlier attempt began it: what it did there is known in part. */
	boolean isResumed() {
		return this.resumed;
	}

	private ModelException failed(Kind kind) {
		return new ModelException(this.model, kind, null, null);
	}

	private Exchange exchange() {
		return new Exchange(this.deadline, this.deadline.within(this.properties.silence()),
				new Silence(this.properties.silence(), this.properties.silence()));
	}

}
