package dev.agentservice.run.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import dev.agentservice.run.event.store.EventBlock;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.event.store.LogOwner;
import dev.agentservice.run.event.store.NewEvent;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.WriteOutcome;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the events of one attempt of a run. One block is sent at a time, and events that
 * are emitted meanwhile go into the next: blocks grow with the store's delay, and nothing
 * waits for a timer. A block that may not have arrived is sent again with the same
 * numbers, until it is stored or the owner is fenced off.
 */
public final class EventLog implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EventLog.class);

	/** Between two attempts to store the same block. */
	private static final Executor AFTER_A_PAUSE = CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS,
			Thread::startVirtualThread);

	private final LogOwner owner;

	private final Runnable lost;

	private final EventStore store;

	private final EventSignals signals;

	private final RunEventProperties properties;

	private final StreamMetrics metrics;

	private final String channel;

	private final EventSignal signal;

	private final Backlog backlog = new Backlog();

	private State state = State.OPEN;

	/**
	 * The events that were sent and are not known to be stored; its end is the next
	 * event's number.
	 */
	private EventBlock pending;

	private boolean inFlight;

	EventLog(LogOwner owner, long first, Runnable lost, EventStore store, EventSignals signals,
			RunEventProperties properties, StreamMetrics metrics) {
		this.owner = owner;
		this.lost = lost;
		this.store = store;
		this.signals = signals;
		this.properties = properties;
		this.metrics = metrics;
		this.pending = new EventBlock(first, List.of(), properties);
		this.channel = new RunKeys(owner.user()).events(owner.runId());
		this.signal = signals.enter(this.channel);
		this.signal.ownerCame();
	}

	/**
	 * Takes the next event, and waits while too many are not stored yet. Does nothing
	 * once the run has another owner.
	 * @throws CancellationException if this thread is interrupted while it waits; it
	 * stays interrupted
	 */
	public synchronized void accept(NewEvent event) {
		try {
			while (this.state == State.OPEN && this.backlog.isFull()) {
				wait();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("Interrupted while waiting for the event log")
				.initCause(ex);
		}
		if (this.state == State.OPEN) {
			this.backlog.add(event);
			sendNext();
		}
	}

	/**
	 * Stops writing, and waits for the block that is being sent. Never throws; an
	 * interrupt only ends the wait.
	 * @param patience the longest wait
	 * @return the events that are not known to be stored, for the script that ends the
	 * run to store before the last event; {@link #stored} confirms that
	 */
	public synchronized EventBlock drain(Duration patience) {
		if (this.state == State.OPEN) {
			this.state = State.DRAINING;
			awaitAnswer(Deadline.after(patience));
		}
		if (this.state != State.DRAINING) {
			return new EventBlock(this.pending.end(), List.of(), this.properties);
		}
		this.state = State.CLOSED;
		return this.pending.and(this.backlog.take());
	}

	/**
	 * The drained block is stored, the last event with it: notifies the readers.
	 */
	public void stored(EventBlock block) {
		this.metrics.stored(block.size());
		this.signal.signal();
	}

	@Override
	public void close() {
		synchronized (this) {
			if (this.state == State.LEFT) {
				return;
			}
			this.state = State.LEFT;
			notifyAll();
		}
		this.signal.ownerLeft();
		this.signals.leave(this.channel);
	}

	private void awaitAnswer(Deadline deadline) {
		try {
			while (this.inFlight && this.state == State.DRAINING && !deadline.passed()) {
				// Rounded up: a wait of 0 ms would never end.
				wait(deadline.remaining().toMillis() + 1);
			}
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

	private void sendNext() {
		if (this.state == State.OPEN && this.pending.size() == 0 && !this.backlog.isEmpty()) {
			this.pending = new EventBlock(this.pending.end(), this.backlog.take(), this.properties);
			notifyAll();
			send();
		}
	}

	private void send() {
		this.inFlight = true;
		var _ = this.store.append(this.owner, this.pending).whenComplete(this::answered);
	}

	private synchronized void sendAgain() {
		if (this.state == State.OPEN) {
			send();
		}
	}

	private synchronized void answered(@Nullable WriteOutcome answer, @Nullable Throwable failure) {
		this.inFlight = false;
		if (this.state != State.OPEN && this.state != State.DRAINING) {
			return;
		}
		if (answer == WriteOutcome.STORED) {
			stored(this.pending);
			this.pending = new EventBlock(this.pending.end(), List.of(), this.properties);
			sendNext();
		}
		else if (isUnavailable(failure)) {
			AFTER_A_PAUSE.execute(this::sendAgain);
		}
		else {
			lose((answer != null) ? answer.label() : "null", failure);
		}
		notifyAll();
	}

	private void lose(String reason, @Nullable Throwable failure) {
		this.state = State.CLOSED;
		logger.atWarn()
			.addKeyValue("run_id", this.owner.runId())
			.addKeyValue("reason", reason)
			.setCause(failure)
			.log("The run's events can no longer be stored");
		Thread.startVirtualThread(this.lost);
	}

	/** Futures wrap the failure. */
	private static boolean isUnavailable(@Nullable Throwable failure) {
		return failure instanceof StoreUnavailableException
				|| (failure != null && failure.getCause() instanceof StoreUnavailableException);
	}

	private enum State {

		/** Events are taken and stored. */
		OPEN,
		/** No more events; a block that was sent may still arrive. */
		DRAINING,
		/** Further answers of the store are ignored. */
		CLOSED,
		/** The owner takes no part in the run's signal any more, either. */
		LEFT

	}

}
