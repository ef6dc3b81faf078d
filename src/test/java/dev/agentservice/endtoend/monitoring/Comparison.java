package dev.agentservice.endtoend.monitoring;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * A figure as Prometheus tells it, and as the clients counted it.
 *
 * @param name of the figure
 * @param told by Prometheus
 * @param counted by the clients
 */
record Comparison(String name, double told, double counted) {

	private static final double TOLERANCE = 0.02;

	/**
	 * So long before the end of the load the window is full. A scrape that a busy machine
	 * answers late moves one of the values of that time, and not the middle one.
	 */
	static final Duration FULL = Duration.ofSeconds(8);

	static List<Comparison> ofWindow(Observatory observatory, CountingClients clients) {
		return List.of(compare(observatory, clients, "requests_per_second", Tally::requestsPerSecond),
				compare(observatory, clients, "success_rate", Tally::successRate),
				compare(observatory, clients, "error_rate", Tally::errorRate),
				compare(observatory, clients, "p50_latency", (tally) -> tally.latency(50)),
				compare(observatory, clients, "p95_latency", (tally) -> tally.latency(95)),
				compare(observatory, clients, "cost_per_task", Tally::costPerTask));
	}

	/**
	 * Of everything that was asked since Prometheus was started: a day as short as this,
	 * to which {@code increase} adds half a scrape interval before the first sample and,
	 * on average, as much behind the last.
	 */
	static Comparison ofDay(Observatory observatory, CountingClients clients, Duration day) {
		double added = Observatory.SCRAPE_INTERVAL.toMillis() / (double) day.toMillis();
		double counted = clients.endings().stream().mapToDouble(Ending::costUsd).sum();
		return new Comparison("daily_cost",
				observatory.figures("agent_service:daily_cost", FULL).getLast().value() / (1 + added), counted);
	}

	boolean equal() {
		return Math.abs(difference()) <= TOLERANCE;
	}

	String row() {
		return String.format(Locale.ROOT, "%-22s %12.5f %12.5f %+9.2f %%", this.name, this.told, this.counted,
				100 * difference());
	}

	private double difference() {
		return this.told / this.counted - 1;
	}

	/** The middle one of those that were recorded while the window was full. */
	private static Comparison compare(Observatory observatory, CountingClients clients, String name,
			ToDoubleFunction<Tally> count) {
		List<Comparison> all = observatory.figures("agent_service:" + name, FULL)
			.stream()
			.map((told) -> new Comparison(name, told.value(),
					count.applyAsDouble(Tally.of(clients.endings(), told.time(), Observatory.WINDOW))))
			.sorted(Comparator.comparingDouble(Comparison::difference))
			.toList();
		return all.get(all.size() / 2);
	}

}
