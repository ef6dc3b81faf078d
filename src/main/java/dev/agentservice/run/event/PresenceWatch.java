package dev.agentservice.run.event;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.event.store.EventStore;
import dev.agentservice.run.record.RunEventProperties;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until the readers of one run are gone: those of this replica, which notify it,
 * and those on other replicas, which record the time of their last check in the run's
 * record.
 */
final class PresenceWatch implements ClientPresence.Watch {

	private static final Logger logger = LoggerFactory.getLogger(PresenceWatch.class);

	private final UserTag user;

	private final String runId;

	private final Duration patience;

	private final Runnable gone;

	private final EventStore store;

	private final EventSignals signals;

	private final RunEventProperties properties;

	private final Scheduler scheduler;

	private final String channel;

	private final EventSignal signal;

	private final Runnable whenEmpty = this::readersLeft;

	private final AtomicBoolean over = new AtomicBoolean();

	private volatile Deadline grace;

	PresenceWatch(UserTag user, String runId, Duration patience, Runnable gone, EventStore store, EventSignals signals,
			RunEventProperties properties, Scheduler scheduler) {
		this.user = user;
		this.runId = runId;
		this.gone = gone;
		this.store = store;
		this.signals = signals;
		this.properties = properties;
		this.scheduler = scheduler;
		this.channel = new RunKeys(user).events(runId);
		this.signal = signals.enter(this.channel);
		this.patience = patience;
		this.grace = Deadline.after(patience.plus(properties.poll()));
		this.signal.whenEmpty(this.whenEmpty);
		look(this.grace.remaining());
	}

	@Override
	public void close() {
		if (this.over.compareAndSet(false, true)) {
			leave();
		}
	}

	private void readersLeft() {
		this.grace = Deadline.after(this.patience);
		look(this.patience);
	}

	private void look(Duration delay) {
		// There may be very many, and each asks Redis.
		this.scheduler.after("run-presence", delay, () -> Thread.ofVirtual().name("run-presence").start(this::look));
	}

	private void look() {
		// A reader that came and left meanwhile started its own grace period.
		if (this.over.get() || this.signal.read() || !this.grace.passed()) {
			return;
		}
		if (readElsewhere()) {
			look(this.properties.poll());
		}
		else if (!this.signal.read() && this.over.compareAndSet(false, true)) {
			leave();
			this.gone.run();
		}
	}

	/** An unknown state is no reason to stop a run. */
	private boolean readElsewhere() {
		try {
			long before = this.store.seenBefore(this.user, this.runId);
			return before >= 0 && before < 2 * this.properties.poll().toMillis();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Cannot tell whether a run is read elsewhere");
			return true;
		}
	}

	private void leave() {
		this.signal.forget(this.whenEmpty);
		this.signals.leave(this.channel);
	}

}
