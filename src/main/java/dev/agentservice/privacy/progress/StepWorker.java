package dev.agentservice.privacy.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.redis.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the steps of erasures, some at once. Each is saved before the next; what fails is
 * tried again when its lease is over, by any replica.
 *
 * @param <S> the record of an erasure
 * @param <D> the document that says how far it is
 */
public final class StepWorker<S extends ErasureRecord<S, D>, D> {

	private static final Logger logger = LoggerFactory.getLogger(StepWorker.class);

	/** For a longer pause an erasure is given up; any replica goes on. */
	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

	/** Longer than any erasure takes in one go. */
	private static final Duration UNLIMITED = Duration.ofDays(365);

	private final ErasureRecords<S, D> records;

	private final Function<S, Step<D>> steps;

	private final String name;

	private final Semaphore free;

	/**
	 * One that works at nothing yet.
	 * @param steps the next step of an erasure
	 * @param name of its threads
	 * @param atOnce at how many it works at once
	 */
	public StepWorker(ErasureRecords<S, D> records, Function<S, Step<D>> steps, String name, int atOnce) {
		this.records = records;
		this.steps = steps;
		this.name = name;
		this.free = new Semaphore(atOnce);
	}

	/**
	 * Begins with all that is due, as far as it has a free hand.
	 * @throws StoreUnavailableException if Redis is unavailable
	 */
	public void takeDue() {
		while (this.free.tryAcquire()) {
			Optional<S> due = take();
			if (due.isEmpty()) {
				return;
			}
			start(due.get());
		}
	}

	/**
	 * Works at one beside the caller, or leaves it to the first replica with a free hand.
	 */
	public void goOn(S taken) {
		if (this.free.tryAcquire()) {
			start(taken);
		}
		else {
			this.records.later(taken, Duration.ZERO);
		}
	}

	/** Works at one until it is over, or has to wait, or the time is up. */
	public void work(S taken, Deadline deadline) {
		try {
			S at = taken;
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

	/**
	 * The erasure after its next step, or null if this replica is done with it.
	 * @throws StoreUnavailableException if Redis is unavailable; then it goes on later
	 */
	public @Nullable S step(S at) {
		return step(at, Deadline.after(UNLIMITED));
	}

	/** Gives the permit back if there is nothing to do with it. */
	private Optional<S> take() {
		Optional<S> due = Optional.empty();
		try {
			due = this.records.take();
			return due;
		}
		finally {
			if (due.isEmpty()) {
				this.free.release();
			}
		}
	}

	/** With a permit that is given back. */
	private void start(S taken) {
		Thread.ofVirtual().name(this.name).start(() -> {
			try {
				work(taken, Deadline.after(UNLIMITED));
			}
			finally {
				this.free.release();
			}
		});
	}

	private @Nullable S step(S at, Deadline deadline) {
		Step<D> step = this.steps.apply(at);
		S further = at.with(step.erasure());
		Duration pause = step.pause();
		if (pause == null) {
			this.records.over(further);
			return null;
		}
		if (pause.compareTo(LONGEST_PAUSE) > 0 || pause.compareTo(deadline.remaining()) >= 0) {
			this.records.later(further, pause);
			return null;
		}
		if (!this.records.hold(further)) {
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
