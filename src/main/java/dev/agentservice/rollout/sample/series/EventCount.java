package dev.agentservice.rollout.sample.series;

import java.util.List;

/**
 * Which counters make the trials and the events of a stratum.
 *
 * @param trials the sum of these
 * @param events the sum of these
 * @param less without the sum of these
 * @param apart whether events are counted at another time and place than their trials: a
 * replica may have more of them in a block, and only those of a track are a part of its
 * trials
 */
public record EventCount(List<Integer> trials, List<Integer> events, List<Integer> less, boolean apart) {

	public EventCount {
		trials = List.copyOf(trials);
		events = List.copyOf(events);
		less = List.copyOf(less);
	}

	/** Events that are counted with their trials. */
	public EventCount(List<Integer> trials, List<Integer> events, List<Integer> less) {
		this(trials, events, less, false);
	}

	/** The trials among a replica's counts. */
	public long trials(double[] counts) {
		return Math.max(0, Math.round(sum(this.trials, counts)));
	}

	/** The events, never more than the trials that are counted with them. */
	public long events(double[] counts) {
		long events = Math.round(sum(this.events, counts) - sum(this.less, counts));
		return Math.clamp(events, 0, this.apart ? Long.MAX_VALUE : trials(counts));
	}

	private static double sum(List<Integer> columns, double[] counts) {
		double sum = 0;
		for (int i = 0; i < columns.size(); i++) {
			sum += counts[columns.get(i)];
		}
		return sum;
	}

}
