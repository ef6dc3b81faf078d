package dev.agentservice.knowledge.index.lucene;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * {@code agent.knowledge.damaged} (counter): documents that cannot be read and are not
 * found, counted each time that they were to be copied.
 */
@Component
class EmbeddedIndexMetrics {

	private final Counter damaged;

	EmbeddedIndexMetrics(MeterRegistry meters) {
		this.damaged = meters.counter("agent.knowledge.damaged");
	}

	void damaged() {
		this.damaged.increment();
	}

}
