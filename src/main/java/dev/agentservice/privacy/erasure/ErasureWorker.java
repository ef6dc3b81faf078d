package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Works at erasures: at those that this replica has opened, and at those that another has
 * left. Each step is saved before the next; what fails is tried again when its lease is
 * over, by any replica. Where there are only requests, each that opens an erasure, looks
 * at one or begins while one is due does a few seconds of the work.
 */
@Component
class ErasureWorker implements CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(ErasureWorker.class);

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** For a longer pause an erasure is given up; any replica goes on. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/** So long a request works at erasures where there are only requests. */
	private static final Duration WITHIN_REQUEST = Duration.ofSeconds(5);

	/** So long another request waits for that; the work goes on beside it. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	/** Longer than any erasure takes in one go. */
	private static final Duration UNLIMITED = Duration.ofDays(365);

	private static final int AT_ONCE = 8;

	private final ErasureScripts scripts;

	private final ErasureSteps steps;

	private final ErasureMetrics metrics;

	private final boolean background;

	private final Age looked = new Age();

	private final Semaphore free = new Semaphore(AT_ONCE);

	ErasureWorker(ErasureScripts scripts, ErasureSteps steps, ErasureMetrics metrics, Scheduler scheduler) {
		this.scripts = scripts;
		this.steps = steps;
		this.metrics = metrics;
		this.background = scheduler.hasBackground();
		scheduler.background("erasures", PERIOD, PERIOD, this::look);
	}

	/**
	 * Begins an erasure: when this returns, the user's fence stands. If another replica
	 * is at work at it already, that one does.
	 * @throws StoreUnavailableException if Redis is unavailable; then it is begun later
	 */
	void begin(String id) {
		Deadline deadline = Deadline.after(WITHIN_REQUEST);
		this.scripts.take(id).ifPresent((taken) -> {
			StoredErasure at = taken;
			while (at != null && at.erasure().status() == ErasureStatus.FENCING) {
				at = step(at, Deadline.after(UNLIMITED));
			}
			if (at != null) {
				if (this.background) {
					goOn(at);
				}
				else {
					work(at, deadline);
				}
			}
		});
	}

	/** Where there are only requests, goes on with this one for a while. */
	void goOn(String id) {
		if (!this.background) {
			this.scripts.take(id).ifPresent((taken) -> work(taken, Deadline.after(WITHIN_REQUEST)));
		}
	}

	/** What somebody looks at is as it is now, not as it was half a minute ago. */
	void lookAgain(String id) {
		this.scripts.take(id).ifPresent((taken) -> work(taken, Deadline.after(WITHIN_REQUEST)));
	}

	@Override
	public Duration patience() {
		return PATIENCE;
	}

	@Override
	public void catchUp() {
		if (this.looked.exceeds(PERIOD)) {
			this.looked.renewed();
			Deadline deadline = Deadline.after(WITHIN_REQUEST);
			Optional<StoredErasure> due = this.scripts.take();
			while (due.isPresent()) {
				work(due.get(), deadline);
				due = deadline.passed() ? Optional.empty() : this.scripts.take();
			}
			this.metrics.ages(this.scripts.ages());
		}
	}

	/** Goes on with what is due. */
	void look() {
		try {
			while (this.free.tryAcquire()) {
				Optional<StoredErasure> due = take();
				if (due.isEmpty()) {
					break;
				}
				start(due.get());
			}
			this.metrics.ages(this.scripts.ages());
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nothing is erased while Redis is unavailable");
		}
	}

	/** Works at it, or leaves it to the first replica with a free hand. */
	private void goOn(StoredErasure fenced) {
		if (this.free.tryAcquire()) {
			start(fenced);
		}
		else {
			this.scripts.later(fenced, Duration.ZERO);
		}
	}

	/** Works at it with a permit that it gives back. */
	private void start(StoredErasure taken) {
		Thread.ofVirtual().name("erasure").start(() -> {
			try {
				work(taken, Deadline.after(UNLIMITED));
			}
			finally {
				this.free.release();
			}
		});
	}

	private Optional<StoredErasure> take() {
		Optional<StoredErasure> due = Optional.empty();
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

	private void work(StoredErasure taken, Deadline deadline) {
		try {
			StoredErasure at = taken;
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
	private @Nullable StoredErasure step(StoredErasure at, Deadline deadline) {
		Step step = this.steps.next(at);
		StoredErasure further = at.with(step.erasure());
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
