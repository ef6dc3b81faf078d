package dev.agentservice.run.event;

import java.io.IOException;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.LapsedRuns;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Emits the events of runs, on any replica: first the stored ones, then each as it is
 * stored.
 */
@Component
public final class RunEvents {

	/**
	 * The cursor of a reader that wants the events of the latest attempt from the first.
	 */
	public static final long BEGINNING = -1;

	private final EventStore store;

	private final EventSignals signals;

	private final RunEventProperties properties;

	private final StreamMetrics metrics;

	private final StreamQuota quota;

	private final LapsedRuns lapsed;

	private volatile boolean released;

	RunEvents(EventStore store, EventSignals signals, RunEventProperties properties, StreamMetrics metrics,
			StreamQuota quota, LapsedRuns lapsed) {
		this.store = store;
		this.signals = signals;
		this.properties = properties;
		this.metrics = metrics;
		this.quota = quota;
		this.lapsed = lapsed;
	}

	/**
	 * Takes one of the streams that a user may have open on this replica. To be called
	 * before anything is started for the stream.
	 * @return releases it
	 * @throws ProblemException with {@code rate_limited} if there is none left
	 */
	public Seat seat(UserTag user) {
		return this.quota.take(user);
	}

	/**
	 * Emits the events of a run up to the last one. The sink is first notified that it is
	 * {@linkplain EventSink#connected() connected}; it gets nothing at all if the client
	 * has the last event already. Blocks the calling thread, which should be virtual.
	 * After a {@link #release()} it may return without the last event.
	 * @param user whose run
	 * @param runId the run
	 * @param after the number of the last event the client has, or {@link #BEGINNING}
	 * @param sink gets them
	 * @throws IOException if the client has disconnected
	 * @throws ProblemException with {@code not_found} if the user has no such run
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if the log cannot
	 * be read: the emitted events are valid, and reading can resume after them later
	 * @throws java.util.concurrent.CancellationException if this thread is interrupted;
	 * it stays interrupted
	 */
	public void read(UserTag user, String runId, long after, EventSink sink) throws IOException {
		String channel = new RunKeys(user).events(RunRecords.requireId(runId));
		EventSignal signal = this.signals.enterAsReader(channel);
		signal.readerCame();
		try (StreamMetrics.Stream stream = this.metrics.opened()) {
			stream.watch(() -> new EventReader(user, runId, this.store, signal, this.properties.poll(),
					() -> this.released, () -> this.lapsed.lookAfter(user, runId), sink)
				.read(after));
		}
		finally {
			signal.readerLeft();
			this.signals.leave(channel);
		}
	}

	/**
	 * The replica is stopping: readers of runs of other replicas get the events so far
	 * and resume on another replica. Readers of the replica's own runs get all events.
	 */
	public void release() {
		this.released = true;
		this.signals.signal();
	}

	/** One of a user's streams, until it is closed. */
	@FunctionalInterface
	public interface Seat extends AutoCloseable {

		@Override
		void close();

	}

}
