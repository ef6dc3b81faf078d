package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.owner.script.OwnedRun;
import dev.agentservice.run.owner.script.RenewOutcome;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.personal.ErasureNotice;
import dev.agentservice.support.schedule.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Renews the leases of all runs this replica works on: one beat for all of them, all
 * renewals of a beat in flight at once, none on the thread that works on a run.
 */
@Component
public final class Leases {

	private static final Logger logger = LoggerFactory.getLogger(Leases.class);

	private static final int BEATS_PER_LEASE = 3;

	private final RunScripts scripts;

	private final Duration duration;

	/**
	 * By owner: a fenced-off attempt may still run here when the run's next one begins.
	 */
	private final Map<String, Lease> held = new ConcurrentHashMap<>();

	Leases(RunScripts scripts, RunProperties properties, Scheduler scheduler) {
		this.scripts = scripts;
		this.duration = properties.lease();
		scheduler.beat("run-lease", this.duration.dividedBy(BEATS_PER_LEASE), this::beat);
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

	/** The data of a user were erased: its runs on this replica stop. */
	void erased(ErasureNotice notice) {
		UserTag user = new UserTag(notice.user());
		this.held.values()
			.stream()
			.filter((lease) -> lease.run().user().equals(user) && lease.run().session().epoch().equals(notice.epoch()))
			.forEach(this::erase);
	}

	/** Starts the renewal of all leases that are held. */
	void beat() {
		this.held.values().forEach(this::renew);
	}

	private void renew(Lease lease) {
		Deadline until = Deadline.after(this.duration);
		var _ = this.scripts.renew(lease.run()).whenComplete((outcome, _) -> settle(lease, until, outcome));
	}

	/** No answer leaves it open whether the lease was renewed. */
	private void settle(Lease lease, Deadline until, @Nullable RenewOutcome outcome) {
		switch (outcome) {
			case RUNNING -> lease.renewed(until);
			case CANCELLING -> {
				lease.renewed(until);
				lease.cancel();
			}
			case ERASED -> erase(lease);
			case LOST -> lose(lease);
			case null -> {
				if (lease.certain().passed()) {
					lose(lease);
				}
			}
		}
	}

	private void erase(Lease lease) {
		if (this.held.remove(lease.run().token().owner(), lease)) {
			logger.atInfo().addKeyValue("run_id", lease.run().id()).log("The user's data were erased, the run stops");
			lease.erase();
		}
	}

	private void lose(Lease lease) {
		if (this.held.remove(lease.run().token().owner(), lease)) {
			logger.atWarn().addKeyValue("run_id", lease.run().id()).log("The run's lease was lost");
			lease.lose();
		}
	}

}
