package dev.agentservice.run.event;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.RunEventProperties;

import org.springframework.stereotype.Component;

/**
 * Notifies the owner of a streamed run when it has no reader any more, on any replica.
 */
@Component
public final class ClientPresence implements AutoCloseable {

	private final EventStore store;

	private final EventSignals signals;

	private final RunEventProperties properties;

	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("run-presence").factory());

	ClientPresence(EventStore store, EventSignals signals, RunEventProperties properties) {
		this.store = store;
		this.signals = signals;
		this.properties = properties;
	}

	/**
	 * Watches the readers of a run from now on. A run that never had a reader gets more
	 * time, because the client's own comes only after the start.
	 * @param user whose run
	 * @param runId the run
	 * @param gone called once, on a thread of its own, when the last reader has left for
	 * longer than the grace period
	 * @return ends it
	 */
	public Watch watch(UserTag user, String runId, Runnable gone) {
		return watch(user, runId, this.properties.clientGrace(), gone);
	}

	/** The same with a grace period of its own. */
	public Watch watch(UserTag user, String runId, Duration grace, Runnable gone) {
		return new PresenceWatch(user, runId, grace, gone, this.store, this.signals, this.properties, this.clock);
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

	/** Lasts until it is closed. */
	@FunctionalInterface
	public interface Watch extends AutoCloseable {

		/**
		 * No notification is sent any more, unless one is being sent already. Never
		 * blocks.
		 */
		@Override
		void close();

	}

}
