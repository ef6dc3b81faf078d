package dev.agentservice.llm;

import java.time.Duration;

import dev.agentservice.llm.remote.RemoteObjects;
import dev.agentservice.llm.remote.RemoteObjects.Due;
import dev.agentservice.llm.remote.RemoteObjects.Entry;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.platform.Age;
import dev.agentservice.support.platform.CatchUp;
import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Deletes what providers keep of runs that are over, where their replicas could not.
 * Shows {@code agent.remote.objects}, how much is kept of all runs, and
 * {@code agent.remote.oldest.seconds}, the age of the oldest; every replica has the same
 * figures.
 */
@Component
class RemoteSweeper implements CatchUp {

	private static final Logger logger = LoggerFactory.getLogger(RemoteSweeper.class);

	private static final Duration PERIOD = Duration.ofMinutes(1);

	/** So long a request waits for it; the work goes on beside it. */
	private static final Duration PATIENCE = Duration.ofMillis(100);

	private final RemoteObjects objects;

	private final RemoteGateway gateway;

	private final Age swept = new Age();

	/**
	 * How many of the oldest could not be deleted; the next sweep goes on behind them.
	 */
	private int failed;

	private volatile long count;

	private volatile long oldestSeconds;

	RemoteSweeper(RemoteObjects objects, RemoteGateway gateway, Scheduler scheduler, MeterRegistry meters) {
		this.objects = objects;
		this.gateway = gateway;
		Gauge.builder("agent.remote.objects", () -> this.count)
			.description("What providers keep of runs")
			.register(meters);
		Gauge.builder("agent.remote.oldest.seconds", () -> this.oldestSeconds)
			.description("The age of the oldest of what providers keep of runs")
			.register(meters);
		scheduler.background("remote-sweeper", PERIOD, PERIOD, this::sweep);
	}

	@Override
	public Duration patience() {
		return PATIENCE;
	}

	@Override
	public void catchUp() {
		if (this.swept.exceeds(PERIOD)) {
			this.swept.renewed();
			sweep();
		}
	}

	private void sweep() {
		try {
			sweep(RemoteObjects.OVER);
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Nothing is swept while Redis is unavailable");
		}
	}

	/**
	 * Deletes what is older than that, as far as it comes within a period: a provider may
	 * take seconds for each. What cannot be deleted is in nobody's way, and its turn
	 * comes again when the end is reached.
	 */
	synchronized void sweep(Duration age) {
		Deadline end = Deadline.after(PERIOD);
		Due due = this.objects.due(age, this.failed);
		this.count = due.count();
		this.oldestSeconds = due.oldest().toSeconds();
		while (!due.entries().isEmpty() || due.unknown() > 0) {
			this.failed += due.unknown();
			for (Entry entry : due.entries()) {
				if (end.passed()) {
					return;
				}
				this.failed += this.gateway.sweep(entry) ? 0 : 1;
			}
			due = this.objects.due(age, this.failed);
		}
		this.failed = 0;
	}

}
