package dev.agentservice.run.owner;

import java.time.Duration;
import java.util.concurrent.CancellationException;

import dev.agentservice.identity.UserTag;
import dev.agentservice.run.outcome.Ending;
import dev.agentservice.run.owner.LiveRuns.Entry;
import dev.agentservice.run.owner.script.ReapOutcome;
import dev.agentservice.run.owner.script.RunProperties;
import dev.agentservice.run.owner.script.RunScripts;
import dev.agentservice.run.record.RunKeys;
import dev.agentservice.storage.Storage;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
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
class Reaper {

	private static final Logger logger = LoggerFactory.getLogger(Reaper.class);

	private static final int AT_ONCE = 100;

	private final LiveRuns live;

	private final RunScripts scripts;

	private final Duration lease;

	private final Storage storage;

	private final Counter lost;

	Reaper(LiveRuns live, RunScripts scripts, Storage storage, RunProperties properties, Scheduler scheduler,
			MeterRegistry meters) {
		this.live = live;
		this.scripts = scripts;
		this.storage = storage;
		this.lease = properties.lease();
		this.lost = Counter.builder("agent.runs.lost")
			.description("Runs that were ended because the replica that worked on them was gone")
			.register(meters);
		Duration period = this.lease.dividedBy(3);
		scheduler.every("run-reaper", period, period, this::look);
	}

	/**
	 * Ends a run if its owner is gone.
	 * @return whether it has ended; otherwise it has an owner
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	boolean reap(UserTag user, String runId) {
		ReapOutcome outcome = this.scripts.reap(new RunKeys(user), runId, Ending.failed(Ending.lostProblem(runId)),
				Ending.cancelled(runId, "requested"));
		return switch (outcome) {
			case GONE, OVER -> true;
			case OWNED -> false;
			case REAPED -> {
				this.lost.increment();
				this.storage.changed(user);
				logger.atWarn().addKeyValue("run_id", runId).log("A run's owner was gone");
				yield true;
			}
		};
	}

	private void look() {
		try {
			this.live.due(AT_ONCE, this.lease).forEach(this::look);
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nobody looks after runs while Redis is away");
		}
	}

	private void look(Entry entry) {
		try {
			if (reap(entry.user(), entry.runId())) {
				this.live.remove(entry.member());
			}
		}
		catch (CancellationException ex) {
			throw ex;
		}
		catch (IllegalStateException ex) {
			// One run that cannot be ended must not block the next ones.
			logger.atError().addKeyValue("run_id", entry.runId()).setCause(ex).log("A run could not be ended");
		}
	}

}
