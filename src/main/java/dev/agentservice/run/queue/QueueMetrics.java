package dev.agentservice.run.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.support.metric.LabelledGauge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * What the queue tells of itself. Every replica reports the gauges of all tracks, and all
 * the same numbers: their maximum is of interest, never their sum.
 */
@Component
class QueueMetrics {

	/** Buckets from what nobody notices to what an alert tells long before. */
	private static final Duration[] WAITS = Stream
		.of(100L, 500L, 1_000L, 5_000L, 15_000L, 60_000L, 300_000L, 900_000L, 3_600_000L)
		.map(Duration::ofMillis)
		.toArray(Duration[]::new);

	private static final List<String> REASONS = List.of("user", "tenant", "all", "memory");

	private final MeterRegistry meters;

	private final AtomicLong dead = new AtomicLong();

	private final LabelledGauge depth;

	private final LabelledGauge oldest;

	private final LabelledGauge lane;

	private final LabelledGauge workers;

	QueueMetrics(MeterRegistry meters) {
		this.meters = meters;
		this.depth = ofTracks("depth", "Runs that wait, by the track that is to work on them", null);
		this.oldest = ofTracks("oldest", "How long the oldest of them could have begun and did not", "seconds");
		this.lane = ofTracks("lane", "Runs in the lane: those that may begin and those at work", null);
		this.workers = ofTracks("workers", "Replicas that work on the lane", null);
		REASONS.forEach(this::rejections);
		Gauge.builder("agent.runs.dead", this.dead, AtomicLong::get)
			.description("Runs that were given up because every owner was lost, and wait for an operator")
			.register(meters);
	}

	void looked(QueueScripts.Look look) {
		this.dead.set(look.dead());
		set(this.depth, look, QueueFigures::depth);
		set(this.oldest, look, (figures) -> figures.oldest().toMillis() / 1000.0);
		set(this.lane, look, QueueFigures::lane);
		set(this.workers, look, QueueFigures::workers);
	}

	void offered(OfferOutcome outcome, boolean memoryShort) {
		switch (outcome) {
			case OFFERED, KNOWN -> {
				// Nothing was refused.
			}
			case USER_FULL -> rejected("user");
			case TENANT_FULL -> rejected("tenant");
			case FULL -> rejected(memoryShort ? "memory" : "all");
		}
	}

	void begun(TakenRun run, String agent) {
		Timer.builder("agent.queue.wait")
			.description("How long runs waited that could have begun")
			.serviceLevelObjectives(WAITS)
			.tags("agent", agent, "track", run.track())
			.register(this.meters)
			.record(run.waited());
	}

	private void rejected(String reason) {
		rejections(reason).increment();
	}

	private Counter rejections(String reason) {
		return Counter.builder("agent.queue.rejections")
			.description("Runs that were not queued, by whose limit")
			.tag("reason", reason)
			.register(this.meters);
	}

	private LabelledGauge ofTracks(String name, String description, @Nullable String unit) {
		return new LabelledGauge(MultiGauge.builder("agent.queue." + name).description(description).baseUnit(unit),
				"track", this.meters);
	}

	private static void set(LabelledGauge gauge, QueueScripts.Look look, ToDoubleFunction<QueueFigures> figure) {
		gauge.set(look.tracks().stream().collect(Collectors.toMap(QueueFigures::track, figure::applyAsDouble)));
	}

}
