package dev.agentservice.privacy.erasure;

import java.time.Duration;
import java.util.Optional;

import dev.agentservice.privacy.progress.StepWorker;
import dev.agentservice.privacy.receipt.ErasureStatus;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Works at erasures: at those that this replica has opened, and at those that another has
 * left. Where there are only requests, each that opens an erasure, looks at one or begins
 * while one is due does a few seconds of the work.
 */
@Component
class ErasureWorker implements CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(ErasureWorker.class);

	private static final Duration PERIOD = Duration.ofSeconds(5);

	/** So long a request works at erasures where there are only requests. */
	private static final Duration WITHIN_REQUEST = Duration.ofSeconds(5);

	/** So long another request waits for that; the work goes on beside it. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private static final int AT_ONCE = 8;

	private final ErasureScripts scripts;

	private final StepWorker<StoredErasure, Erasure> worker;

	private final ErasureMetrics metrics;

	private final boolean background;

	private final Age looked = new Age();

	ErasureWorker(ErasureScripts scripts, ErasureSteps steps, ErasureMetrics metrics, Scheduler scheduler) {
		this.scripts = scripts;
		this.worker = new StepWorker<>(scripts, steps::next, "erasure", AT_ONCE);
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
				at = this.worker.step(at);
			}
			if (at != null) {
				if (this.background) {
					this.worker.goOn(at);
				}
				else {
					this.worker.work(at, deadline);
				}
			}
		});
	}

	/** Where there are only requests, goes on with this one for a while. */
	void goOn(String id) {
		if (!this.background) {
			lookAgain(id);
		}
	}

	/** What somebody looks at is as it is now, not as it was half a minute ago. */
	void lookAgain(String id) {
		this.scripts.take(id).ifPresent((taken) -> this.worker.work(taken, Deadline.after(WITHIN_REQUEST)));
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
				this.worker.work(due.get(), deadline);
				due = deadline.passed() ? Optional.empty() : this.scripts.take();
			}
			this.metrics.ages(this.scripts.ages());
		}
	}

	/** Goes on with what is due. */
	void look() {
		try {
			this.worker.takeDue();
			this.metrics.ages(this.scripts.ages());
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nothing is erased while Redis is unavailable");
		}
	}

}
