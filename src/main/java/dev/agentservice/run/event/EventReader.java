package dev.agentservice.run.event;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventBatch;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.event.store.StoredEvent;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.Deadline;

/**
 * Reads the events of a run for one client. It holds one batch at a time, however slow
 * the client is.
 */
final class EventReader {

	/**
	 * Keeps a reader's memory small and the script short; there are some ten deltas a
	 * second.
	 */
	private static final int BATCH = 100;

	private final UserTag user;

	private final String runId;

	private final EventStore store;

	private final EventSignal signal;

	private final Duration poll;

	private final BooleanSupplier released;

	private final Runnable lookAfter;

	private final EventSink sink;

	private long cursor;

	/** Whether there was such a run at the last check. */
	private boolean found;

	/** Whether another replica owned the run at the last check. */
	private boolean elsewhere;

	EventReader(UserTag user, String runId, EventStore store, EventSignal signal, Duration poll,
			BooleanSupplier released, Runnable lookAfter, EventSink sink) {
		this.user = user;
		this.runId = runId;
		this.store = store;
		this.signal = signal;
		this.poll = poll;
		this.released = released;
		this.lookAfter = lookAfter;
		this.sink = sink;
	}

	/**
	 * Reads on.
	 * @return whether the last event was emitted, or known before; otherwise this reader
	 * was released
	 */
	boolean read(long after) throws IOException {
		this.cursor = after;
		long known = this.signal.count();
		EventBatch batch = next();
		if (batch.over() && batch.events().isEmpty()) {
			return true; // The client has the last event already.
		}
		this.sink.connected();
		Deadline quiet = Deadline.after(this.poll);
		while (!tell(batch)) {
			if (!batch.events().isEmpty()) {
				quiet = Deadline.after(this.poll);
			}
			else if (quiet.passed()) {
				this.sink.silence();
				quiet = Deadline.after(this.poll);
			}
			if (batch.events().size() < BATCH) {
				if (this.elsewhere && this.released.getAsBoolean()) {
					return false;
				}
				await(known, quiet);
			}
			known = this.signal.count();
			batch = next();
		}
		return true;
	}

	/** What a run without an owner becomes is read at once. */
	private EventBatch next() {
		EventBatch batch = readOn();
		if (batch.lapsed() && batch.events().isEmpty()) {
			this.lookAfter.run();
			return readOn();
		}
		return batch;
	}

	private EventBatch readOn() {
		this.elsewhere = !this.signal.owned();
		EventBatch batch = this.store.read(this.user, this.runId, this.cursor, BATCH, this.elsewhere);
		if (batch == null) {
			return gone();
		}
		this.found = true;
		this.cursor = batch.cursor();
		return batch;
	}

	/**
	 * A run that disappears under a reader was erased: records outlive streams by far.
	 */
	private EventBatch gone() {
		if (!this.found) {
			throw RunRecords.notFound();
		}
		Ending erased = Ending.failed(Ending.erasedProblem().with("run_id", this.runId));
		return new EventBatch(true, this.cursor,
				List.of(new StoredEvent(this.cursor + 1, erased.event(), erased.data())), false);
	}

	/** Whether the last event was emitted. */
	private boolean tell(EventBatch batch) throws IOException {
		for (StoredEvent event : batch.events()) {
			this.sink.event(event);
		}
		if (!batch.events().isEmpty()) {
			this.sink.flush();
		}
		return !batch.events().isEmpty() && batch.events().getLast().terminal();
	}

	private void await(long known, Deadline quiet) {
		try {
			this.signal.await(known, quiet);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("Interrupted while waiting for events")
				.initCause(ex);
		}
	}

}
