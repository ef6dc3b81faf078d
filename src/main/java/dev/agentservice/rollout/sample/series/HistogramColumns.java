package dev.agentservice.rollout.sample.series;

import java.util.List;

/**
 * A histogram of one stratum: cumulative buckets.
 *
 * @param stratum the agent's name
 * @param bounds the upper bounds, growing, without the infinite one
 * @param columns the counters of the bounds
 * @param all the counter of all observations
 */
public record HistogramColumns(String stratum, List<Double> bounds, List<Integer> columns, int all) {

	public HistogramColumns {
		bounds = List.copyOf(bounds);
		columns = List.copyOf(columns);
	}

	/** The observations above a bound. */
	public EventCount above(int bound) {
		return new EventCount(List.of(this.all), List.of(this.all), List.of(this.columns.get(bound)));
	}

}
