package dev.agentservice.llm.remote.money;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Consumer;

import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.http.Silence;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.remote.RemoteAgent;
import dev.agentservice.llm.remote.RemoteEvent;
import dev.agentservice.llm.remote.RemoteRef;
import dev.agentservice.llm.remote.RemoteTask;
import dev.agentservice.llm.resilience.Patience;
import dev.agentservice.llm.wire.MalformedAnswerException;
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * Sends its task to the provider of a part of a loop, and hears whether it was taken and
 * what comes of it. Used by the run's thread only.
 */
public final class RemoteHandover {

	private final RemoteAgent agent;

	private final ModelId model;

	private final Deadline deadline;

	private final Duration silence;

	private final RemoteOutcome outcome;

	private final RemoteDelivery delivery;

	private final Patience patience;

	private final Consumer<RemoteRef> started;

	private final ModelFailures failures = new ModelFailures(InstantSource.system());

	private @Nullable RemoteRef ref;

	private @Nullable RuntimeException ours;

	private long last = -1;

	/**
	 * Nothing was sent yet.
	 * @param silence how long the provider may say nothing
	 * @param started gets the provider's name for it, once; before any text is sent where
	 * there are sessions
	 */
	public RemoteHandover(RemoteAgent agent, ModelId model, Deadline deadline, Duration silence, RemoteOutcome outcome,
			RemoteDelivery delivery, Patience patience, Consumer<RemoteRef> started) {
		this.agent = agent;
		this.model = model;
		this.deadline = deadline;
		this.silence = silence;
		this.outcome = outcome;
		this.delivery = delivery;
		this.patience = patience;
		this.started = started;
	}

	/**
	 * Has a task worked on, and listens until the stream ends.
	 * @param unbegun gets the failure if nothing has begun, and may throw a better one
	 */
	public void start(RemoteTask task, Consumer<RuntimeException> unbegun) {
		Exchange exchange = exchange();
		// Nobody would ever hear of what a request began that is sent a second time.
		exchange.markUnrepeatable();
		try {
			this.agent.start(task, exchange, this::on);
		}
		catch (RuntimeException ex) {
			if (this.ref == null) {
				this.outcome.unsure(exchange.mayBeBilled());
				unbegun.accept(ex);
			}
			else if (!this.delivery.mayHaveArrived()) {
				this.delivery.failed(ex);
			}
			continueOrThrow(exchange, ex);
		}
	}

	/** Is about what an earlier attempt of the run has started. */
	public void takeOver(RemoteRef begun) {
		this.ref = begun;
		this.outcome.takenOver();
	}

	/** What it is to work on has not arrived there. */
	public void send(RemoteTask task) {
		Exchange exchange = exchange();
		this.outcome.unsure(true);
		try {
			this.agent.send(Objects.requireNonNull(this.ref), task, exchange);
			this.delivery.confirmed();
		}
		catch (RuntimeException ex) {
			this.delivery.failed(ex);
			this.outcome.unsure(this.delivery.mayHaveArrived());
			if (!(ex instanceof RefusedException)) {
				throw ex;
			}
			RuntimeException explained = this.failures.explain(this.model, exchange, ex);
			throw (explained instanceof ModelException refused && !refused.kind().passes()) ? explained : ex;
		}
	}

	/** Goes on listening to what has begun. */
	public void follow(RemoteRef begun) {
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
	public void continueOrThrow(Exchange exchange, RuntimeException failure) {
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
			if (event instanceof RemoteEvent.Started begun && this.ref == null) {
				this.ref = begun.ref();
				this.outcome.unsure(!this.agent.hasSessions());
				this.started.accept(begun.ref());
				this.outcome.unsure(true);
			}
			if (event instanceof RemoteEvent.Taken) {
				this.delivery.confirmed();
			}
			this.outcome.hear(event);
		}
		catch (RuntimeException ex) {
			this.ours = (ex instanceof MalformedAnswerException)
					? new ModelException(this.model, Kind.MALFORMED, null, null) : ex;
			throw this.ours;
		}
	}

	/** The provider's name for it; null if it has none. */
	public @Nullable RemoteRef ref() {
		return this.ref;
	}

	private Exchange exchange() {
		Exchange exchange = new Exchange(this.deadline, this.deadline.within(this.silence),
				new Silence(this.silence, this.silence));
		this.patience.listens(exchange);
		return exchange;
	}

}
