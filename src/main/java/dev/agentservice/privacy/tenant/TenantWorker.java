package dev.agentservice.privacy.tenant;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Works at erasures of tenants, one at a time, as the worker of users' erasures does.
 * {@code agent.erasures.tenants.overdue} says for how many seconds a step of any has been
 * due that no replica has taken, or that fails.
 */
@Component
class TenantWorker {

	private static final Logger logger = LoggerFactory.getLogger(TenantWorker.class);

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** For a longer pause an erasure is given up; any replica goes on. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/** So long a request works at an erasure where there are only requests. */
	private static final Duration WITHIN_REQUEST = Duration.ofSeconds(5);

	/** Longer than any erasure takes in one go. */
	private static final Duration UNLIMITED = Duration.ofDays(365);

	private final TenantScripts scripts;

	private final TenantSteps steps;

	private final boolean background;

	private final Semaphore free = new Semaphore(1);

	private final AtomicLong overdue = new AtomicLong();

	TenantWorker(TenantScripts scripts, TenantSteps steps, Scheduler scheduler, MeterRegistry meters) {
		this.scripts = scripts;
		this.steps = steps;
		this.background = scheduler.hasBackground();
		Gauge.builder("agent.erasures.tenants.overdue", this.overdue, AtomicLong::get)
			.description("For how many seconds a step of a tenant's erasure is due that no replica has taken, or "
					+ "that fails")
			.baseUnit("seconds")
			.register(meters);
		scheduler.background("tenant-erasures", PERIOD, PERIOD, this::look);
	}

	/**
	 * Begins an erasure: when this returns, the tenant's fence stands.
	 * @throws StoreUnavailableException if Redis is unavailable; then it is begun later
	 */
	void begin(String id) {
		this.scripts.take(id).ifPresent((taken) -> {
			StoredTenantErasure fenced = step(taken, Deadline.after(UNLIMITED));
			if (fenced == null) {
				return;
			}
			if (!this.background) {
				work(fenced, Deadline.after(WITHIN_REQUEST));
			}
			else if (this.free.tryAcquire()) {
				Thread.ofVirtual().name("tenant-erasure").start(() -> workAndRelease(fenced));
			}
			else {
				this.scripts.later(fenced, Duration.ZERO);
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
			this.scripts.take(id).ifPresent((taken) -> work(taken, Deadline.after(WITHIN_REQUEST)));
		}
	}

	/** Goes on with what is due. */
	void look() {
		try {
			this.overdue.set(TimeUnit.MILLISECONDS.toSeconds(this.scripts.ages().get(1)));
			if (this.free.tryAcquire()) {
				Optional<StoredTenantErasure> due = take();
				due.ifPresent(this::workAndRelease);
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("No tenant is erased while Redis is unavailable");
		}
	}

	private Optional<StoredTenantErasure> take() {
		Optional<StoredTenantErasure> due = Optional.empty();
		try {
			due = this.scripts.take();
			return due;
		}
		finally {
			if (due.isEmpty()) {
				this.free.release();
			}
		}
	}

	private void workAndRelease(StoredTenantErasure taken) {
		try {
			work(taken, Deadline.after(UNLIMITED));
		}
		finally {
			this.free.release();
		}
	}

	private void work(StoredTenantErasure taken, Deadline deadline) {
		try {
			StoredTenantErasure at = taken;
			while (at != null) {
				at = step(at, deadline);
			}
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().addKeyValue("erasure", taken.id()).setCause(ex).log("An erasure goes on later");
		}
		catch (CancellationException ex) {
			logger.atDebug().addKeyValue("erasure", taken.id()).setCause(ex).log("Another replica goes on");
		}
		catch (RuntimeException ex) {
			logger.atError().addKeyValue("erasure", taken.id()).setCause(ex).log("A step of an erasure failed");
		}
	}

	/** The erasure after its next step, or null if this replica is done with it. */
	private @Nullable StoredTenantErasure step(StoredTenantErasure at, Deadline deadline) {
		TenantStep step = this.steps.next(at);
		StoredTenantErasure further = at.with(step.erasure());
		Duration pause = step.pause();
		if (pause == null) {
			this.scripts.over(further);
			return null;
		}
		if (pause.compareTo(LONGEST_PAUSE) > 0 || pause.compareTo(deadline.remaining()) >= 0) {
			this.scripts.later(further, pause);
			return null;
		}
		if (!this.scripts.hold(further)) {
			return null;
		}
		sleep(pause);
		return further;
	}

	private static void sleep(Duration pause) {
		try {
			TimeUnit.NANOSECONDS.sleep(pause.toNanos());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("The replica stops").initCause(ex);
		}
	}

}
