package dev.agentservice.knowledge.search;

import java.time.Duration;
import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;

import org.springframework.stereotype.Component;

/**
 * {@code agent.knowledge.search} (timer; collection, mode, outcome) and
 * {@code agent.knowledge.hits.dropped} (reason): what an index has found and nobody got.
 * {@code seal} means that somebody else writes to it.
 */
@Component
class KnowledgeMetrics {

	static final String SEAL = "seal";

	private static final List<String> REASONS = List.of("version", "quarantined", "damaged", SEAL, "rules");

	private final MeterRegistry meters;

	KnowledgeMetrics(MeterRegistry meters) {
		this.meters = meters;
		REASONS.forEach((reason) -> meters.counter("agent.knowledge.hits.dropped", "reason", reason));
	}

	void searched(String collection, SearchMode mode, String outcome, Duration duration) {
		Timer.builder("agent.knowledge.search")
			.description("Searches of collections")
			.tags("collection", collection, "mode", mode.label(), "outcome", outcome)
			.register(this.meters)
			.record(duration);
	}

	void dropped(String reason) {
		this.meters.counter("agent.knowledge.hits.dropped", "reason", reason).increment();
	}

}
