package dev.agentservice.support.metric;

import java.util.List;
import java.util.Map;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;

/**
 * A gauge for each value of one label. A new figure of a known label changes a number and
 * no registration: a scrape that meets a gauge while it is registered anew finds it twice
 * and fails as a whole. Safe for use by several threads.
 */
public final class LabelledGauge {

	private final String label;

	private final MultiGauge gauges;

	private volatile Map<String, Double> values = Map.of();

	/**
	 * Registers it, without a value so far.
	 * @param gauge its name, unit and description
	 * @param label the name of the label
	 * @param meters where
	 */
	public LabelledGauge(MultiGauge.Builder gauge, String label, MeterRegistry meters) {
		this.label = label;
		this.gauges = gauge.register(meters);
	}

	/**
	 * Sets all values.
	 * @param all the figure of each label; one that is not among them is shown no more
	 */
	public synchronized void set(Map<String, Double> all) {
		this.values = Map.copyOf(all);
		List<Row<?>> rows = all.keySet().stream().<Row<?>>map(this::row).toList();
		this.gauges.register(rows);
	}

	private Row<LabelledGauge> row(String value) {
		return Row.of(Tags.of(this.label, value), this, (gauge) -> gauge.values.getOrDefault(value, Double.NaN));
	}

}
