package dev.agentservice.rollout.sample.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.rollout.policy.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Which series counts what. Series that differ only in labels that do not matter, such as
 * the mode of a run, share a counter ("column"); unknown ones have none.
 */
public final class Catalog {

	/** No column. */
	public static final int NONE = -1;

	private final int[] columns;

	private final @Nullable Family[] families;

	private final int[] histograms;

	private final Map<Counter, Integer> known = new TreeMap<>();

	private final Map<String, Integer> histogramNumbers = new TreeMap<>();

	private final List<Family> histogramFamilies = new ArrayList<>();

	private final List<Integer> histogramSizes = new ArrayList<>();

	private int processStart = NONE;

	/**
	 * Reads the names.
	 * @throws IllegalArgumentException if one is none, or stands there twice
	 */
	public Catalog(List<String> series) {
		this.columns = new int[series.size()];
		this.families = new Family[series.size()];
		this.histograms = new int[series.size()];
		Arrays.fill(this.histograms, NONE);
		Map<String, Integer> seen = new TreeMap<>();
		for (int i = 0; i < this.columns.length; i++) {
			SeriesName name = SeriesName.parse(series.get(i));
			if (seen.put(name.canonical(), i) != null) {
				throw new IllegalArgumentException("'" + SeriesName.shortened(series.get(i)) + "' stands there twice");
			}
			add(i, name);
		}
	}

	private void add(int index, SeriesName name) {
		if ("process_start_time_seconds".equals(name.metric())) {
			this.processStart = index;
		}
		Counter counter = Counter.of(name);
		this.columns[index] = NONE;
		if (counter != null) {
			this.columns[index] = this.known.computeIfAbsent(counter, (_) -> this.known.size());
			this.families[index] = counter.family();
			if (counter.isBucket()) {
				addBucket(index, name, counter.family());
			}
		}
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

	/** The index of the series that tells when the process started, or {@link #NONE}. */
	public int processStart() {
		return this.processStart;
	}

	/** The counter of a series, or {@link #NONE}. */
	public int column(int series) {
		return this.columns[series];
	}

	/** What a series belongs to; nothing for unknown ones. */
	public @Nullable Family family(int series) {
		return this.families[series];
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

	/**
	 * The track whose lost runs a counter counts, as its label has it; of all others
	 * nothing.
	 */
	public @Nullable String lostTrack(int column) {
		for (Map.Entry<Counter, Integer> entry : this.known.entrySet()) {
			if (entry.getValue() == column && entry.getKey().family() == Family.LOST) {
				return entry.getKey().kind();
			}
		}
		return null;
	}

	/** The strata of a share: agents, or tools. */
	public List<ShareColumns> shares(Metric metric) {
		Family trials = (metric == Metric.TOOLS) ? Family.TOOLS : Family.RUNS;
		return this.known.keySet()
			.stream()
			.filter((counter) -> counter.family() == trials)
			.map(Counter::stratum)
			.distinct()
			.map((stratum) -> new ShareColumns(stratum, count(metric, stratum)))
			.toList();
	}

	private EventCount count(Metric metric, String stratum) {
		List<Integer> succeeded = of(Family.RUNS, stratum, "succeeded");
		List<Integer> ended = join(succeeded, of(Family.RUNS, stratum, "failed"));
		return switch (metric) {
			case ERRORS -> {
				List<Integer> lost = join(of(Family.LOST, stratum, "stable"), of(Family.LOST, stratum, "canary"));
				yield new EventCount(join(ended, lost), join(of(Family.RUNS, stratum, "failed"), lost), List.of());
			}
			case TOOLS -> new EventCount(join(of(Family.TOOLS, stratum, "ok"), of(Family.TOOLS, stratum, "error")),
					of(Family.TOOLS, stratum, "error"), List.of());
			case TRUNCATED -> new EventCount(succeeded, of(Family.NOTICES, stratum, "truncated"), List.of());
			case REJECTIONS -> {
				List<Integer> rejected = of(Family.RUNS, stratum, "rejected");
				yield new EventCount(join(ended, rejected), rejected, List.of());
			}
			case REPEATS -> new EventCount(ended, of(Family.REPEATED, stratum, "repeated"), List.of());
			case LATENCY, FIRST, COST -> throw new IllegalArgumentException(metric + " is no share");
		};
	}

	/** The histograms of a metric, one for each agent. */
	public List<HistogramColumns> histograms(Metric metric) {
		Family family = family(metric);
		Map<String, TreeMap<Double, Integer>> buckets = new TreeMap<>();
		this.known.forEach((counter, column) -> {
			if (counter.family() == family && counter.isBucket()) {
				buckets.computeIfAbsent(counter.stratum(), (_) -> new TreeMap<>()).put(counter.bound(), column);
			}
		});
		List<HistogramColumns> histograms = new ArrayList<>();
		buckets.forEach((stratum, columns) -> {
			Integer all = columns.remove(Double.POSITIVE_INFINITY);
			if (all != null && !columns.isEmpty()) {
				histograms.add(new HistogramColumns(stratum, List.copyOf(columns.keySet()),
						List.copyOf(columns.values()), all));
			}
		});
		return histograms;
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

	private List<Integer> of(Family family, String stratum, String kind) {
		Integer column = this.known.get(new Counter(family, stratum, kind, 0));
		return (column != null) ? List.of(column) : List.of();
	}

	private static List<Integer> join(List<Integer> some, List<Integer> others) {
		List<Integer> all = new ArrayList<>(some);
		all.addAll(others);
		return all;
	}

}
