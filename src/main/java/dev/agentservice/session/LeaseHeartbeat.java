package dev.agentservice.session;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Renews the leases of all turns this replica holds: one clock for all of them, all
 * renewals of a beat in flight at once, none on the thread that works on a run.
 */
@Component
final class LeaseHeartbeat implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LeaseHeartbeat.class);

	private static final int BEATS_PER_LEASE = 3;

	private final SessionStore store;

	private final Duration lease;

	private final Set<TurnLease> held = ConcurrentHashMap.newKeySet();

	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("session-lease").factory());

	private final ScheduledFuture<?> beats;

	LeaseHeartbeat(SessionStore store, SessionSettings settings) {
		this.store = store;
		this.lease = settings.lease();
		long period = this.lease.dividedBy(BEATS_PER_LEASE).toMillis();
		this.beats = this.clock.scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
	}

	/** Keeps a lease alive from now on. */
	void hold(TurnLease turn) {
		this.held.add(turn);
	}

	/** Lets a lease go; it is not lost, it is no longer wanted. */
	void drop(TurnLease turn) {
		this.held.remove(turn);
	}

	@Override
	public void close() {
		this.beats.cancel(true);
		this.clock.shutdownNow();
	}

	private void beat() {
		this.held.forEach(this::renew);
	}

	private void renew(TurnLease turn) {
		Deadline until = Deadline.after(this.lease);
		var _ = this.store.renew(turn.key(), turn.owner())
			.whenComplete((renewed, failure) -> settle(turn, until, renewed, failure));
	}

	private void settle(TurnLease turn, Deadline until, @Nullable Boolean renewed, @Nullable Throwable failure) {
		if (failure == null && Boolean.TRUE.equals(renewed)) {
			turn.renewed(until);
		}
		else if (failure == null || turn.uncertain()) {
			lose(turn);
		}
	}

	private void lose(TurnLease turn) {
		if (this.held.remove(turn)) {
			logger.atWarn().addKeyValue("owner", turn.owner()).log("The turn's lease was lost");
			turn.lose();
		}
	}

}
