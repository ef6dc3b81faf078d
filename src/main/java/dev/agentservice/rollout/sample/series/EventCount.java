package dev.agentservice.rollout.sample.series;

import java.util.List;

/**
 * Which counters make the trials and the events of a stratum.
 */
public final class EventCount {

	/** Arrays: all that is judged goes through here, for each replica and block. */
	private final int[] trials;

	private final int[] events;

	private final int[] less;

	private final boolean apart;

	/**
	 * Events that are counted with their trials.
	 * @param trials the sum of these
	 * @param events the sum of these
	 * @param less without the sum of these
	 */
	public EventCount(List<Integer> trials, List<Integer> events, List<Integer> less) {
		this(trials, events, less, false);
	}

	/**
	 * Events that may be counted apart.
	 * @param trials the sum of these
	 * @param events the sum of these
	 * @param less without the sum of these
	 * @param apart whether events are counted at another time and place than their
	 * trials: a replica may have more of them in a block, and only those of a track are a
	 * part of its trials
	 */
	EventCount(List<Integer> trials, List<Integer> events, List<Integer> less, boolean apart) {
		this.trials = array(trials);
		this.events = array(events);
		this.less = array(less);
		this.apart = apart;
	}

	private static int[] array(List<Integer> columns) {
		return columns.stream().mapToInt(Integer::intValue).toArray();
	}

	/** Whether events are counted at another time and place than their trials. */
	public boolean isApart() {
		return this.apart;
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

	private static double sum(int[] columns, double[] counts) {
		double sum = 0;
		for (int column : columns) {
			sum += counts[column];
		}
		return sum;
	}

}
