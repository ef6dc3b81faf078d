package dev.agentservice.rollout.sample.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

import dev.agentservice.rollout.policy.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Which series counts what. Series that differ only in labels that do not matter, such as
 * the mode of a run, share a counter ("column"); unknown ones have none.
 */
public final class Catalog {

	/** No column. */
	public static final int NONE = -1;

	/** The series that are read, in their order. */
	private final int[] used;

	private final int[] columns;

	private final int[] histograms;

	private final Columns known;

	private final Map<String, Integer> histogramNumbers = new TreeMap<>();

	private final List<Family> histogramFamilies = new ArrayList<>();

	private final List<Integer> histogramSizes = new ArrayList<>();

	private int processStart = NONE;

	/**
	 * Reads the names.
	 * @throws IllegalArgumentException if one is none, or stands there twice, or there
	 * are too many agents or tools
	 */
	public Catalog(List<String> series) {
		this.columns = new int[series.size()];
		this.histograms = new int[series.size()];
		Arrays.fill(this.columns, NONE);
		Arrays.fill(this.histograms, NONE);
		@Nullable Counter[] counters = new Counter[series.size()];
		Set<String> seen = new HashSet<>();
		for (int i = 0; i < counters.length; i++) {
			SeriesName name = SeriesName.parse(series.get(i));
			if (!seen.add(name.canonical())) {
				throw new IllegalArgumentException("'" + SeriesName.shortened(series.get(i)) + "' stands there twice");
			}
			counters[i] = counter(i, name);
		}
		this.known = new Columns(new TreeSet<>(Arrays.stream(counters).filter(Objects::nonNull).toList()));
		this.used = IntStream.range(0, counters.length).filter((i) -> counters[i] != null).toArray();
		for (int i : this.used) {
			this.columns[i] = this.known.number(Objects.requireNonNull(counters[i]));
		}
	}

	private @Nullable Counter counter(int index, SeriesName name) {
		if ("process_start_time_seconds".equals(name.metric())) {
			this.processStart = index;
		}
		Counter counter = Counter.of(name);
		if (counter != null && counter.isBucket()) {
			addBucket(index, name, counter.family());
		}
		return counter;
	}

	private void addBucket(int index, SeriesName name, Family family) {
		int number = this.histogramNumbers.computeIfAbsent(name.histogram(), (_) -> this.histogramNumbers.size());
		if (number == this.histogramSizes.size()) {
			this.histogramFamilies.add(family);
			this.histogramSizes.add(0);
		}
		this.histograms[index] = number;
		this.histogramSizes.set(number, this.histogramSizes.get(number) + 1);
	}

	/** How many counters there are. */
	public int size() {
		return this.known.size();
	}

	/** The indices of the series that have a counter. */
	public int[] used() {
		return this.used;
	}

	/** The index of the series that tells when the process started, or {@link #NONE}. */
	public int processStart() {
		return this.processStart;
	}

	/** The counter of a series, or {@link #NONE}. */
	public int column(int series) {
		return this.columns[series];
	}

	/** What a counter belongs to. */
	public Family family(int column) {
		return this.known.counter(column).family();
	}

	/** Whether a counter is a bucket that includes those of the counter before it. */
	public boolean includesThoseBefore(int column) {
		return this.known.includesThoseBefore(column);
	}

	/** The number of the histogram that a series is a bucket of, or {@link #NONE}. */
	public int histogram(int series) {
		return this.histograms[series];
	}

	public int histogramCount() {
		return this.histogramNumbers.size();
	}

	/** How many buckets a histogram has. */
	public int histogramSize(int histogram) {
		return this.histogramSizes.get(histogram);
	}

	public Family histogramFamily(int histogram) {
		return this.histogramFamilies.get(histogram);
	}

	/** Whose lost runs a counter counts; nothing for all others. */
	public @Nullable LostLabels lost(int column) {
		Counter counter = this.known.counter(column);
		return (counter.family() == Family.LOST) ? LostLabels.of(counter.kind()) : null;
	}

	/**
	 * The track whose answers were of no use to those whom a counter counts; empty for
	 * counters of a replica's own runs.
	 */
	public String answeredBy(int column) {
		return this.known.counter(column).answeredBy();
	}

	/** Whether people who ask again are counted by the replica that they ask. */
	public boolean countsRepeatsApart() {
		return IntStream.range(0, size()).anyMatch((column) -> !answeredBy(column).isEmpty());
	}

	/** The strata of a share: agents, or tools. */
	public List<ShareColumns> shares(Metric metric) {
		return this.known.shares(metric);
	}

	/** The runs of all agents that their client ended, among all that ended. */
	public EventCount cancellations() {
		return this.known.cancellations();
	}

	/** The histograms of a metric, one for each agent. */
	public List<HistogramColumns> histograms(Metric metric) {
		return this.known.histograms(family(metric));
	}

	/** What counts the events of a metric. */
	public static Family family(Metric metric) {
		return switch (metric) {
			case ERRORS, REJECTIONS -> Family.RUNS;
			case TOOLS -> Family.TOOLS;
			case TRUNCATED -> Family.NOTICES;
			case REPEATS -> Family.REPEATED;
			case LATENCY -> Family.LATENCY;
			case FIRST -> Family.FIRST;
			case COST -> Family.COST;
		};
	}

}
