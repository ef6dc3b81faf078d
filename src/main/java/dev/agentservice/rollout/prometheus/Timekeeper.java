package dev.agentservice.rollout.prometheus;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time, and waiting for it.
 */
public interface Timekeeper {

	/** The present. */
	Instant now();

	/**
	 * Waits until a moment; not at all if it is over.
	 * @throws InterruptedException if the wait is broken off
	 */
	void waitUntil(Instant moment) throws InterruptedException;

	/** That of the machine. */
	static Timekeeper system() {
		return new Timekeeper() {
			@Override
			public Instant now() {
				return Instant.now();
			}

			@Override
			public void waitUntil(Instant moment) throws InterruptedException {
				Duration wait = Duration.between(now(), moment);
				if (wait.isPositive()) {
					boolean _ = new CountDownLatch(1).await(wait.toNanos(), TimeUnit.NANOSECONDS);
				}
			}
		};
	}

}
