package dev.agentservice.run.execution;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

import dev.agentservice.budget.price.NanoUsd;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsProperties;
import org.springframework.stereotype.Component;

/**
 * {@code agent_run_cost_usd}: what runs cost, by agent. Micrometer's histogram with given
 * bounds rounds each value up to a whole number, so this is one of Prometheus' own, in
 * the same registry. Micrometer does not know it: it is not exported by OTLP, and the
 * common tags have to be given to it.
 */
@Component
class RunCosts {

	static final String NAME = "agent_run_cost_usd";

	/**
	 * 0.0001 to 10.9 USD. Two tracks are compared bucket by bucket, so they must not
	 * change from one release to the next.
	 */
	static final double[] BOUNDS = Stream
		.iterate(new BigDecimal("0.0001"), (bound) -> bound.multiply(new BigDecimal("1.25")))
		.limit(53)
		.map((bound) -> bound.round(new MathContext(5)))
		.flatMapToDouble((bound) -> DoubleStream.of(bound.doubleValue()))
		.toArray();

	private final Histogram costs;

	/** The agents that have a series. */
	private final Set<String> shown = ConcurrentHashMap.newKeySet();

	@Autowired
	RunCosts(ObjectProvider<PrometheusRegistry> registry, MetricsProperties metrics) {
		this(registry.getIfAvailable(PrometheusRegistry::new), metrics.getTags());
	}

	/**
	 * Registers it.
	 * @param registry where
	 * @param commonTags the labels that every series of this replica carries
	 */
	RunCosts(PrometheusRegistry registry, Map<String, String> commonTags) {
		Histogram.Builder builder = Histogram.builder()
			.name(NAME)
			.help("USD per run")
			.labelNames("agent")
			.constLabels(labels(commonTags))
			.classicOnly()
			.classicUpperBounds(BOUNDS);
		// Exemplars need a tracer that is not on the class path, and fail without it.
		builder.withoutExemplars();
		this.costs = builder.register(registry);
	}

	void record(String agent, long costNano) {
		this.shown.add(agent);
		this.costs.labelValues(agent).observe(NanoUsd.toUsd(costNano).doubleValue());
	}

	/** Drops the series of all agents but these. */
	void retain(Set<String> agents) {
		Set<String> gone = new HashSet<>(this.shown);
		gone.removeAll(agents);
		gone.forEach((agent) -> {
			this.shown.remove(agent);
			this.costs.remove(agent);
		});
	}

	private static Labels labels(Map<String, String> tags) {
		Labels.Builder labels = Labels.builder();
		tags.forEach((name, value) -> labels.label(PrometheusNaming.sanitizeLabelName(name), value));
		return labels.build();
	}

}
