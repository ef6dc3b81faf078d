package dev.agentservice.flag;

import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * {@code agent.flags.stale}: 1 while Redis cannot be asked and the last known overrides
 * stand in, otherwise 0; {@code agent.flags.unusable} (counter; flag): how often what was
 * switched could not be used.
 */
@Component
public class FlagMetrics {

	private final MeterRegistry meters;

	private final AtomicInteger stale;

	FlagMetrics(MeterRegistry meters) {
		this.meters = meters;
		this.stale = meters.gauge("agent.flags.stale", new AtomicInteger());
	}

	void stale(boolean stale) {
		this.stale.set(stale ? 1 : 0);
	}

	/**
	 * What a flag was switched to cannot be used, so it is as if it were not switched.
	 */
	public void unusable(String flag) {
		this.meters.counter("agent.flags.unusable", "flag", flag).increment();
	}

}
