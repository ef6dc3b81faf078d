package dev.agentservice.endtoend.monitoring;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import dev.agentservice.endtoend.monitoring.Observatory.Figure;

/**
 * A figure as Prometheus tells it, and as the clients counted it.
 *
 * @param name of the figure
 * @param told by Prometheus
 * @param counted by the clients
 */
record Comparison(String name, double told, double counted) {

	private static final double TOLERANCE = 0.02;

	static List<Comparison> ofWindow(Observatory observatory, CountingClients clients) {
		return List.of(compare(observatory, clients, "requests_per_second", Tally::requestsPerSecond),
				compare(observatory, clients, "success_rate", Tally::successRate),
				compare(observatory, clients, "error_rate", Tally::errorRate),
				compare(observatory, clients, "p50_latency", (tally) -> tally.latency(50)),
				compare(observatory, clients, "p95_latency", (tally) -> tally.latency(95)),
				compare(observatory, clients, "cost_per_task", Tally::costPerTask));
	}

	/** Of everything that was asked since Prometheus was started. */
	static Comparison ofDay(Observatory observatory, CountingClients clients) {
		double counted = clients.endings().stream().mapToDouble(Ending::costUsd).sum();
		return new Comparison("daily_cost", observatory.figure("agent_service:daily_cost").value(), counted);
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

	private static Comparison compare(Observatory observatory, CountingClients clients, String name,
			ToDoubleFunction<Tally> count) {
		Figure told = observatory.figure("agent_service:" + name);
		Tally tally = Tally.of(clients.endings(), told.time(), Observatory.WINDOW);
		return new Comparison(name, told.value(), count.applyAsDouble(tally));
	}

}
