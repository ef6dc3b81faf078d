package dev.agentservice.llm;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import dev.agentservice.budget.Grant;
import dev.agentservice.llm.http.Exchange;
import dev.agentservice.llm.http.RefusedException;
import dev.agentservice.llm.http.Silence;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelFailures;
import dev.agentservice.llm.model.ModelId;
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
import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;

/**
 * One part of a loop at a provider, and its state at any time, however it ends. Its
 * stream may break as often as it likes: whether it has ended is said by the provider's
 * record alone. Used by the run's thread only.
 */
final class RemoteCall {

	private static final Duration PAUSE = Duration.ofMillis(200);

	/** How often in a row the record may be out of reach. */
	private static final int MOST_FAILURES = 5;

	private final RemoteAgent agent;

	private final ModelId model;

	private final Deadline deadline;

	private final Grant grant;

	private final RemoteWatcher watcher;

	private final RemoteTelling telling;

	private final RemoteProperties properties;

	private final LongSupplier clock;

	private final Consumer<RemoteRef> noted;

	private final ModelFailures failures = new ModelFailures(InstantSource.system());

	private final long startedAt;

	private @Nullable RemoteRef ref;

	private @Nullable RemoteAnswer answer;

	private @Nullable RuntimeException ours;

	private long last = -1;

	private boolean working;

	private boolean mayBeBilled;

	RemoteCall(RemoteAgent agent, ModelId model, Deadline deadline, Grant grant, RemoteFees fees, RemoteWatcher watcher,
			RemoteProperties properties, LongSupplier clock, Consumer<RemoteRef> noted) {
		this.agent = agent;
		this.model = model;
		this.deadline = deadline;
		this.grant = grant;
		this.telling = new RemoteTelling(watcher, fees);
		this.watcher = watcher;
		this.properties = properties;
		this.clock = clock;
		this.noted = noted;
		this.startedAt = clock.getAsLong();
	}

	/**
	 * Has a task worked on until it has ended.
	 * @throws ModelException if there is no answer
	 */
	RemoteAnswer start(RemoteTask task) {
		Exchange exchange = exchange();
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
		this.ref = begun;
		this.working = true;
		return ended();
	}

	private RemoteAnswer ended() {
		RemoteRef begun = this.ref;
		if (begun == null) {
			this.mayBeBilled = true;
			throw new ModelException(this.model, Kind.MALFORMED, null, null);
		}
		for (int failed = 0; this.answer == null;) {
			failed = isSeen(begun) ? 0 : failed + 1;
			if (failed == MOST_FAILURES) {
				throw new ModelException(this.model, Kind.UNAVAILABLE, null, null);
			}
			if (this.answer == null) {
				pause();
				follow(begun);
			}
		}
		return whole(this.answer);
	}

	/** Looks at the provider's record; whether it could be read. */
	private boolean isSeen(RemoteRef begun) {
		if (this.deadline.passed()) {
			throw new ModelException(this.model, Kind.TIMEOUT, null, null);
		}
		Exchange exchange = new Exchange(this.deadline.within(this.properties.silence()));
		try {
			see(this.agent.look(begun, exchange));
			return true;
		}
		catch (ModelException | RemoteSession.GoneException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			continueOrThrow(exchange, ex);
			return false;
		}
	}

	private void see(RemoteLook look) {
		switch (look) {
			case RemoteLook.Ended ended -> this.answer = ended.answer();
			case RemoteLook.Working _ -> this.working = true;
			case RemoteLook.Queued _ -> {
				if (this.clock.getAsLong() - this.startedAt > this.properties.queuedLimit().toNanos()) {
					throw new ModelException(this.model, Kind.TIMEOUT, null, null);
				}
			}
			case RemoteLook.Gone _ -> throw new RemoteSession.GoneException();
		}
	}

	private void follow(RemoteRef begun) {
		Exchange exchange = exchange();
		try {
			this.agent.follow(begun, this.last, exchange, this::on);
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
	}

	private void on(long sequence, RemoteEvent event) {
		this.last = sequence;
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
			case RemoteEvent.Said piece -> this.telling.say(piece.text());
			case RemoteEvent.HostedBegun begun -> this.watcher.hostedBegun(begun.kind());
			case RemoteEvent.HostedEnded ended -> this.telling.tell(ended.call());
			case RemoteEvent.Ended ended -> this.answer = ended.answer();
		}
	}

	/** Tells what the stream has not told. */
	private RemoteAnswer whole(RemoteAnswer ended) {
		ended.hosted().forEach(this.telling::tell);
		switch (ended.status()) {
			case FAILED -> throw this.failures.explain(this.model, new Exchange(this.deadline),
					RefusedException.insideAnswer(ended.error()));
			case CANCELLED -> throw new ModelException(this.model, Kind.UNAVAILABLE, null, null);
			case ANSWERED -> {
				if (!this.telling.complete(Objects.requireNonNullElse(ended.message().text(), ""))) {
					throw new ModelException(this.model, Kind.MALFORMED, null, null);
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
		return this.working || !this.telling.isEmpty() || (this.ref == null && this.mayBeBilled);
	}

	private Exchange exchange() {
		return new Exchange(this.deadline, this.deadline.within(this.properties.silence()),
				new Silence(this.properties.silence(), null));
	}

	private void pause() {
		try {
			TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ModelFailures.cancelled(ex);
		}
	}

}
