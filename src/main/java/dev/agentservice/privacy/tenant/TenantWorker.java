package dev.agentservice.privacy.tenant;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.privacy.progress.ErasureRecords.Ages;
import dev.agentservice.privacy.progress.StepWorker;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Works at erasures of tenants, one at a time, as the worker of users' erasures does.
 * {@code agent.erasures.tenants.overdue} says for how many seconds a step of any has been
 * due that no replica has taken, or that fails; {@code agent.erasures.tenants.oldest},
 * for how many the oldest is at work; and {@code agent.erasures.tenants.rounds}, how
 * often one that is at work has found more after all was erased.
 */
@Component
class TenantWorker {

	private static final Logger logger = LoggerFactory.getLogger(TenantWorker.class);

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** So long a request works at an erasure where there are only requests. */
	private static final Duration WITHIN_REQUEST = Duration.ofSeconds(5);

	private final TenantScripts scripts;

	private final StepWorker<StoredTenantErasure, TenantErasure> worker;

	private final boolean background;

	private final AtomicLong overdue = new AtomicLong();

	private final AtomicLong oldest = new AtomicLong();

	private final AtomicLong rounds = new AtomicLong();

	TenantWorker(TenantScripts scripts, TenantSteps steps, Scheduler scheduler, MeterRegistry meters) {
		this.scripts = scripts;
		this.worker = new StepWorker<>(scripts, steps::next, "tenant-erasure", 1);
		this.background = scheduler.hasBackground();
		Gauge.builder("agent.erasures.tenants.overdue", this.overdue, AtomicLong::get)
			.description("For how many seconds a step of a tenant's erasure is due that no replica has taken, or "
					+ "that fails")
			.baseUnit("seconds")
			.register(meters);
		Gauge.builder("agent.erasures.tenants.oldest", this.oldest, AtomicLong::get)
			.description("For how many seconds the oldest erasure of a tenant is at work")
			.baseUnit("seconds")
			.register(meters);
		Gauge.builder("agent.erasures.tenants.rounds", this.rounds, AtomicLong::get)
			.description("How often a tenant's erasure that is at work has found more after all was erased")
			.register(meters);
		scheduler.background("tenant-erasures", PERIOD, PERIOD, this::look);
	}

	/**
	 * Begins an erasure: when this returns, the tenant's fence stands.
	 * @throws StoreUnavailableException if Redis is unavailable; then it is begun later
	 */
	void begin(String id) {
		this.scripts.take(id).ifPresent((taken) -> {
			StoredTenantErasure fenced = this.worker.step(taken);
			if (fenced != null && this.background) {
				this.worker.goOn(fenced);
			}
			else if (fenced != null) {
				this.worker.work(fenced, Deadline.after(WITHIN_REQUEST));
			}
		});
	}

	/**
	 * Where there are only requests, or where the next look is half a minute away, a
	 * request goes on with it for a while.
	 * @param held whether it only waits for the end of holds
	 */
	void goOn(String id, boolean held) {
		if (!this.background || held) {
			this.scripts.take(id).ifPresent((taken) -> this.worker.work(taken, Deadline.after(WITHIN_REQUEST)));
		}
	}

	/** Goes on with what is due. */
	void look() {
		try {
			Ages ages = this.scripts.ages();
			this.overdue.set(ages.overdue().toSeconds());
			this.oldest.set(ages.open().toSeconds());
			this.rounds.set(this.scripts.rounds());
			this.worker.takeDue();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("No tenant is erased while Redis is unavailable");
		}
	}

}
