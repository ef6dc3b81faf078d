package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.Deadline;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Renews the leases of all runs on this replica: one timer for all of them, all renewals
 * of a tick in flight at once, none on the thread of a run.
 */
@Component
public final class Leases implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Leases.class);

	private static final int BEATS_PER_LEASE = 3;

	private final RunScripts scripts;

	private final Duration duration;

	/**
	 * By owner: a fenced-off attempt may still run here when the run's next one begins.
	 */
	private final Map<String, Lease> held = new ConcurrentHashMap<>();

	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("run-lease").factory());

	Leases(RunScripts scripts, RunSettings settings) {
		this.scripts = scripts;
		this.duration = settings.lease();
		long period = this.duration.dividedBy(BEATS_PER_LEASE).toMillis();
		var _ = this.clock.scheduleAtFixedRate(this::beat, period, period, TimeUnit.MILLISECONDS);
	}

	/**
	 * Renews the lease of a run from now on.
	 * @param run the run
	 * @param listener is notified when it is lost or the run is cancelled
	 */
	public Lease hold(OwnedRun run, Lease.Listener listener) {
		String owner = run.token().owner();
		Lease lease = new Lease(run, listener, () -> this.held.remove(owner));
		this.held.put(owner, lease);
		return lease;
	}

	/**
	 * The cancellation of a run was requested; does nothing if the run is not on this
	 * replica.
	 */
	void cancelled(String runId) {
		this.held.values().stream().filter((lease) -> lease.run().id().equals(runId)).forEach(Lease::cancel);
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

	private void beat() {
		this.held.values().forEach(this::renew);
	}

	private void renew(Lease lease) {
		Deadline until = Deadline.after(this.duration);
		var _ = this.scripts.renew(lease.run())
			.whenComplete((status, failure) -> settle(lease, until, status, failure));
	}

	private void settle(Lease lease, Deadline until, @Nullable String status, @Nullable Throwable failure) {
		if (failure != null) {
			if (lease.certain().passed()) {
				lose(lease);
			}
			return;
		}
		switch (String.valueOf(status)) {
			case "lost" -> lose(lease);
			case "cancelling" -> {
				lease.renewed(until);
				lease.cancel();
			}
			default -> lease.renewed(until);
		}
	}

	private void lose(Lease lease) {
		if (this.held.remove(lease.run().token().owner(), lease)) {
			logger.atWarn().addKeyValue("run_id", lease.run().id()).log("The run's lease was lost");
			lease.lose();
		}
	}

}
