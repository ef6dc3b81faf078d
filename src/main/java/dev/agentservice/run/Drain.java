package dev.agentservice.run;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.agentservice.run.event.RunEvents;
import dev.agentservice.run.slot.InFlightRuns;
import dev.agentservice.support.Deadline;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Drains the replica before it stops: runs that continue without their client are handed
 * over between two of their steps; new runs are refused, those in flight may finish, and
 * those that have not finished shortly before the end are stopped, so that their next
 * attempts resume on another replica. It stops in the first phase, before the web server,
 * Redis and the models: requests are still answered, and the runs still have their
 * dependencies. Readiness is down by then; Spring Boot does that.
 */
@Component
class Drain implements SmartLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(Drain.class);

	private final InFlightRuns inFlight;

	private final RunEvents events;

	private final ShutdownProperties properties;

	private final Duration grace;

	private volatile boolean running;

	Drain(InFlightRuns inFlight, RunEvents events, ShutdownProperties properties, LifecycleProperties lifecycle) {
		this.inFlight = inFlight;
		this.events = events;
		this.properties = properties;
		this.grace = lifecycle.getTimeoutPerShutdownPhase();
		Assert.isTrue(properties.delay().plus(properties.stopEarly()).compareTo(this.grace) < 0,
				"agent-service.run.shutdown.delay and .stop-early together must be shorter than "
						+ "spring.lifecycle.timeout-per-shutdown-phase");
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		try {
			drain(Deadline.after(this.grace));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.running = false;
		}
	}

	/** On a thread of its own, so that the phase's time-out holds in any case. */
	@Override
	public void stop(Runnable done) {
		Thread.ofVirtual().name("drain").start(() -> {
			try {
				stop();
			}
			finally {
				done.run();
			}
		});
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/** Cannot be undone: a replica that has refused new runs is about to stop. */
	@Override
	public boolean isPauseable() {
		return false;
	}

	private void drain(Deadline end) throws InterruptedException {
		this.inFlight.handOver();
		TimeUnit.NANOSECONDS.sleep(this.properties.delay().toNanos());
		this.inFlight.close();
		this.events.release();
		if (!this.inFlight.awaitEmpty(end.remaining().minus(this.properties.stopEarly()))) {
			stopAll(end);
		}
	}

	private void stopAll(Deadline end) throws InterruptedException {
		logger.atWarn().addKeyValue("runs", this.inFlight.stopAll()).log("The grace period is over, runs are stopped");
		boolean empty = this.inFlight.awaitEmpty(end.remaining());
		logger.atInfo().addKeyValue("empty", empty).log("The runs were stopped");
	}

}
