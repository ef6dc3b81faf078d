package dev.agentservice.run.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

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

	private final MultiGauge depth;

	private final MultiGauge oldest;

	private final MultiGauge lane;

	private final MultiGauge workers;

	QueueMetrics(MeterRegistry meters) {
		this.meters = meters;
		this.depth = gauge("depth", "Runs that wait, by the track that is to work on them").register(meters);
		this.oldest = gauge("oldest", "How long the oldest of them could have begun and did not").baseUnit("seconds")
			.register(meters);
		this.lane = gauge("lane", "Runs in the lane: those that may begin and those at work").register(meters);
		this.workers = gauge("workers", "Replicas that work on the lane").register(meters);
		REASONS.forEach(this::rejections);
		Gauge.builder("agent.runs.dead", this.dead, AtomicLong::get)
			.description("Runs that were given up because every owner was lost, and wait for an operator")
			.register(meters);
	}

	void looked(QueueScripts.Look look) {
		this.dead.set(look.dead());
		register(this.depth, look, QueueFigures::depth);
		register(this.oldest, look, (figures) -> figures.oldest().toMillis() / 1000.0);
		register(this.lane, look, QueueFigures::lane);
		register(this.workers, look, QueueFigures::workers);
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

	private static MultiGauge.Builder gauge(String name, String description) {
		return MultiGauge.builder("agent.queue." + name).description(description);
	}

	private static void register(MultiGauge gauge, QueueScripts.Look look, ToDoubleFunction<QueueFigures> figure) {
		List<Row<?>> rows = look.tracks().stream().<Row<?>>map((one) -> row(one, figure)).toList();
		gauge.register(rows, true);
	}

	private static Row<?> row(QueueFigures figures, ToDoubleFunction<QueueFigures> figure) {
		return Row.of(Tags.of("track", figures.track()), figure.applyAsDouble(figures));
	}

}
