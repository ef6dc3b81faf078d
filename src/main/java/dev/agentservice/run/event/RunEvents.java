package dev.agentservice.run.event;

import java.io.IOException;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.run.record.RunRecords;
import dev.agentservice.support.problem.ProblemException;

import org.springframework.stereotype.Component;

/**
 * Tells the events of runs, on any replica: what is stored, then what is being stored.
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

	private volatile boolean released;

	RunEvents(EventStore store, EventSignals signals, RunEventProperties properties, StreamMetrics metrics,
			StreamQuota quota) {
		this.store = store;
		this.signals = signals;
		this.properties = properties;
		this.metrics = metrics;
		this.quota = quota;
	}

	/**
	 * Takes one of the streams that a user may have open on this replica. To be asked
	 * before anything is started for the stream.
	 * @return gives it back
	 * @throws ProblemException with {@code rate_limited} if there is none left
	 */
	public Seat seat(UserTag user) {
		return this.quota.take(user);
	}

	/**
	 * Tells the events of a run until the last one was told. The sink is first told that
	 * it is {@linkplain EventSink#connected() connected}; it gets nothing at all if the
	 * client has had the last event already. Blocks the calling thread, which ought to be
	 * virtual. After a {@link #release()} it may return without the last event.
	 * @param user whose run
	 * @param runId the run
	 * @param after the number of the last event the client has, or {@link #BEGINNING}
	 * @param sink where they go
	 * @throws IOException if the sink says that the client has left
	 * @throws ProblemException with {@code not_found} if the user has no such run
	 * @throws dev.agentservice.support.redis.StoreUnavailableException if the log cannot
	 * be read: what was told is true, and reading can go on behind it later
	 * @throws java.util.concurrent.CancellationException if this thread is interrupted;
	 * it stays interrupted
	 */
	public void read(UserTag user, String runId, long after, EventSink sink) throws IOException {
		String channel = new RunKeys(user).events(RunRecords.requireId(runId));
		EventSignal signal = this.signals.enterAsReader(channel);
		signal.readerCame();
		try (StreamMetrics.Stream stream = this.metrics.opened()) {
			stream.watch(() -> new EventReader(user, runId, this.store, signal, this.properties.poll(),
					() -> this.released, sink)
				.read(after));
		}
		finally {
			signal.readerLeft();
			this.signals.leave(channel);
		}
	}

	/**
	 * The replica is stopping: whoever reads a run that others work on is told what there
	 * is and goes on elsewhere. The replica's own runs are told to their end.
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
