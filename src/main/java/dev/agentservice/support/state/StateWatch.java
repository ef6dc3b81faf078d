package dev.agentservice.support.state;

import java.time.Duration;

import dev.agentservice.support.redis.StoreUnavailableException;
import dev.agentservice.support.schedule.Scheduler;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/**
 * Looks, before the first request is taken and every few seconds after that, whether this
 * release reads what was written. If it does not, the start fails; a replica that serves
 * already becomes unready ({@link StateHealth}). A Redis that does not answer at the
 * start stops nothing: the replica is not ready until it has. Shows
 * {@code agent.state.written} and {@code agent.state.readable}.
 */
@Component
class StateWatch implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StateWatch.class);

	private static final Duration PERIOD = Duration.ofSeconds(10);

	private final StateVersion version;

	private final Scheduler scheduler;

	private boolean readable = true;

	StateWatch(StateVersion version, Scheduler scheduler, MeterRegistry meters) {
		this.version = version;
		this.scheduler = scheduler;
		Gauge
			.builder("agent.state.written", version,
					(state) -> state.written().isPresent() ? state.written().getAsInt() : Double.NaN)
			.description("The highest version of a stored document that any release has written")
			.register(meters);
		Gauge.builder("agent.state.readable", () -> StateProperties.NEWEST_VERSION)
			.description("The highest version of a stored document that this release reads")
			.register(meters);
	}

	/**
	 * Stops the start of a release that is too old.
	 * @throws StateTooNewException if a newer release has written already
	 */
	@Override
	public void afterSingletonsInstantiated() {
		try {
			this.version.look();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Which version was written is not known until Redis answers");
		}
		if (!this.version.isReadable()) {
			throw new StateTooNewException(this.version.written().orElseThrow());
		}
		this.scheduler.every("state-version", PERIOD, PERIOD, this::look);
	}

	/** Says so once, when it changes. */
	synchronized void look() {
		try {
			this.version.look();
		}
		catch (StoreUnavailableException ex) {
			logger.atDebug().setCause(ex).log("Which version was written is asked again later");
		}
		boolean before = this.readable;
		this.readable = this.version.isReadable();
		if (before && !this.readable) {
			logger.atError()
				.addKeyValue("written", this.version.written().orElseThrow())
				.addKeyValue("readable", StateProperties.NEWEST_VERSION)
				.log("A newer release has written what this one cannot read, so this replica is not ready any more");
		}
		else if (!before && this.readable) {
			logger.atInfo().log("This release reads all that was written again");
		}
	}

}
