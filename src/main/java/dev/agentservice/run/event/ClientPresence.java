package dev.agentservice.run.event;

import java.time.Duration;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.support.schedule.Scheduler;

import org.springframework.stereotype.Component;

/**
 * Notifies the owner of a streamed run when it has no reader any more, on any replica.
 */
@Component
public final class ClientPresence {

	private final EventStore store;

	private final EventSignals signals;

	private final RunEventProperties properties;

	private final Scheduler scheduler;

	ClientPresence(EventStore store, EventSignals signals, RunEventProperties properties, Scheduler scheduler) {
		this.store = store;
		this.signals = signals;
		this.properties = properties;
		this.scheduler = scheduler;
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
		return new PresenceWatch(user, runId, grace, gone, this.store, this.signals, this.properties, this.scheduler);
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
