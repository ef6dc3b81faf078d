package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.LiveRuns.Entry;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.redis.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Ends runs whose owner is gone, of all replicas: waiting clients get the end, and their
 * session is free again. Every replica does this; the list of live runs divides the work.
 */
@Component
class Reaper implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Reaper.class);

	private static final int AT_ONCE = 100;

	private final LiveRuns live;

	private final RunScripts scripts;

	private final Duration lease;

	private final Storage storage;

	private final Counter lost;

	private final ScheduledExecutorService clock = Executors
		.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("run-reaper").factory());

	Reaper(LiveRuns live, RunScripts scripts, Storage storage, RunSettings settings, MeterRegistry meters) {
		this.live = live;
		this.scripts = scripts;
		this.storage = storage;
		this.lease = settings.lease();
		this.lost = Counter.builder("agent.runs.lost")
			.description("Runs that were ended because the replica that worked on them was gone")
			.register(meters);
		long period = this.lease.dividedBy(3).toMillis();
		var _ = this.clock.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
	}

	/**
	 * Ends a run if its owner is gone.
	 * @return whether it has ended; otherwise it has an owner
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	boolean reap(UserTag user, String runId) {
		String outcome = this.scripts.reap(new RunKeys(user), runId, Ending.failed(Ending.lostProblem(runId)),
				Ending.cancelled(runId, "requested"));
		if ("reaped".equals(outcome)) {
			this.lost.increment();
			this.storage.changed(user);
			logger.atWarn().addKeyValue("run_id", runId).log("A run's owner was gone");
		}
		return switch (outcome) {
			case "gone", "over", "reaped" -> true;
			default -> false;
		};
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
	}

	private void look() {
		try {
			this.live.due(AT_ONCE, this.lease).forEach(this::look);
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nobody looks after runs while Redis is away");
		}
		catch (RuntimeException ex) {
			// An exception would end the schedule.
			logger.atError().setCause(ex).log("Looking after runs failed, and is tried again");
		}
	}

	private void look(Entry entry) {
		try {
			if (reap(entry.user(), entry.runId())) {
				this.live.remove(entry.member());
			}
		}
		catch (IllegalStateException ex) {
			// One run that cannot be ended must not block the next ones.
			logger.atError().addKeyValue("run_id", entry.runId()).setCause(ex).log("A run could not be ended");
		}
	}

}
