package dev.agentservice.rollout.prometheus;

import java.util.Arrays;
import java.util.NavigableMap;
import java.util.TreeMap;

import dev.agentservice.rollout.sample.Pod;

/**
 * What was scraped of one replica. Samples are keyed by series and time, so windows that
 * overlap change nothing.
 */
final class PodSamples {

	/** In seconds; clocks are set. */
	private static final double SAME_START = 1;

	private final Pod pod;

	/** By time in milliseconds; a row may be shorter than the list of series. */
	private final NavigableMap<Long, double[]> rows = new TreeMap<>();

	PodSamples(Pod pod) {
		this.pod = pod;
	}

	Pod pod() {
		return this.pod;
	}

	NavigableMap<Long, double[]> rows() {
		return this.rows;
	}

	/**
	 * Adds a sample.
	 * @throws UnmeasurableException if another one has its place
	 */
	void add(int series, long time, double value) throws UnmeasurableException {
		double[] row = this.rows.getOrDefault(time, new double[0]);
		if (row.length <= series) {
			int length = row.length;
			row = Arrays.copyOf(row, Math.max(series + 1, 2 * length));
			Arrays.fill(row, length, row.length, Double.NaN);
			this.rows.put(time, row);
		}
		if (!Double.isNaN(row[series]) && row[series] != value) {
			throw new UnmeasurableException(
					"there are two values of one series of %s at the same time: is it scraped by two jobs?"
						.formatted(this.pod.name()));
		}
		row[series] = value;
	}

	/** Notes that a scrape failed: a row without values. */
	void failed(long time) {
		this.rows.putIfAbsent(time, new double[0]);
	}

	/** Whether a row has values. */
	static boolean isScrape(double[] row) {
		return row.length > 0;
	}

	/** When it was first scraped within a time, the end included, if ever. */
	boolean isScrapedWithin(long after, long until) {
		return this.rows.subMap(after, false, until, true).values().stream().anyMatch(PodSamples::isScrape);
	}

	/** The time of its last scrape up to a time; the smallest number if there is none. */
	long lastScrape(long until) {
		for (var row : this.rows.headMap(until, true).descendingMap().entrySet()) {
			if (isScrape(row.getValue())) {
				return row.getKey();
			}
		}
		return Long.MIN_VALUE;
	}

	/**
	 * How often its process was seen to be another one than before.
	 * @param start the number of the series with the time at which a process started
	 * @param after changes up to this time are not counted
	 */
	int restarts(int start, long after) {
		int restarts = 0;
		double before = Double.NaN;
		for (var row : this.rows.entrySet()) {
			double began = (row.getValue().length > start) ? row.getValue()[start] : Double.NaN;
			if (row.getKey() > after && Math.abs(began - before) > SAME_START) {
				restarts++;
			}
			before = Double.isNaN(began) ? before : began;
		}
		return restarts;
	}

	/** The median time between two scrapes in milliseconds; 0 if there are too few. */
	long interval() {
		long[] times = this.rows.keySet().stream().mapToLong(Long::longValue).toArray();
		if (times.length < 5) {
			return 0;
		}
		long[] gaps = new long[times.length - 1];
		for (int i = 0; i < gaps.length; i++) {
			gaps[i] = times[i + 1] - times[i];
		}
		Arrays.sort(gaps);
		return gaps[gaps.length / 2];
	}

}
