package dev.agentservice.rollout.sample.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import dev.agentservice.rollout.policy.Metric;
import org.jspecify.annotations.Nullable;

/**
 * All counters of a recording in their order, which does not depend on the order of the
 * series: by family, agent or tool, outcome and bound. So the buckets of a histogram
 * follow each other.
 */
final class Columns {

	/** Agents, or tools. Each costs memory in each metric. */
	private static final int MOST_STRATA = 1000;

	private final List<Counter> counters;

	private final Map<Counter, Integer> numbers = new TreeMap<>();

	/** For each counter whether it is a bucket that includes those of the one before. */
	private final boolean[] cumulative;

	private final Map<Family, Map<String, List<Integer>>> strata = new TreeMap<>();

	/**
	 * Numbers counters.
	 * @throws IllegalArgumentException if they are of too many agents or tools
	 */
	Columns(SortedSet<Counter> counters) {
		this.counters = List.copyOf(counters);
		for (Counter counter : this.counters) {
			int number = this.numbers.size();
			this.numbers.put(counter, number);
			this.strata.computeIfAbsent(counter.family(), (_) -> new TreeMap<>())
				.computeIfAbsent(counter.stratum(), (_) -> new ArrayList<>())
				.add(number);
		}
		this.cumulative = new boolean[this.counters.size()];
		for (int number = 1; number < this.cumulative.length; number++) {
			this.cumulative[number] = this.counters.get(number).includes(this.counters.get(number - 1));
		}
		for (Map<String, List<Integer>> names : this.strata.values()) {
			if (names.size() > MOST_STRATA) {
				throw new IllegalArgumentException(String.format(Locale.ROOT,
						"the series name %s agents or tools; at most %s can be judged, record fewer", names.size(),
						MOST_STRATA));
			}
		}
	}

	int size() {
		return this.counters.size();
	}

	int number(Counter counter) {
		return this.numbers.getOrDefault(counter, Catalog.NONE);
	}

	Counter counter(int number) {
		return this.counters.get(number);
	}

	/** Whether a counter is a bucket that includes those of the counter before it. */
	boolean includesThoseBefore(int number) {
		return this.cumulative[number];
	}

	private Map<String, List<Integer>> strata(Family family) {
		return this.strata.getOrDefault(family, Map.of());
	}

	/** The strata of a share: agents, or tools. */
	List<ShareColumns> shares(Metric metric) {
		SortedSet<String> names = new TreeSet<>(strata((metric == Metric.TOOLS) ? Family.TOOLS : Family.RUNS).keySet());
		if (metric == Metric.ERRORS) {
			names.addAll(strata(Family.LOST).keySet());
		}
		return names.stream()
			.filter((stratum) -> isCounted(metric, stratum))
			.map((stratum) -> new ShareColumns(stratum, count(metric, stratum), sources(metric, stratum)))
			.toList();
	}

	/** Runs that their client ended, among all that ended. */
	EventCount cancellations() {
		List<Integer> runs = Stream.of(Family.RUNS, Family.LOST)
			.flatMap((family) -> strata(family).values().stream())
			.flatMap(List::stream)
			.toList();
		return new EventCount(runs,
				runs.stream().filter((run) -> Counter.CANCELLED.equals(this.counters.get(run).kind())).toList(),
				List.of());
	}

	/** Whether any replica can count the events. */
	private boolean isCounted(Metric metric, String stratum) {
		return switch (metric) {
			case TRUNCATED, REPEATS -> !sources(metric, stratum).isEmpty();
			case ERRORS, TOOLS, REJECTIONS, LATENCY, FIRST, COST -> true;
		};
	}

	/** The counters that a replica must have for its events to be known. */
	private List<Integer> sources(Metric metric, String stratum) {
		return switch (metric) {
			case TRUNCATED -> strata(Family.NOTICES).getOrDefault(stratum, List.of());
			case REPEATS -> strata(Family.REPEATED).getOrDefault(stratum, List.of());
			case ERRORS, TOOLS, REJECTIONS, LATENCY, FIRST, COST -> List.of();
		};
	}

	private EventCount count(Metric metric, String stratum) {
		List<Integer> ended = ended(stratum);
		return switch (metric) {
			case ERRORS -> {
				List<Integer> lost = strata(Family.LOST).getOrDefault(stratum, List.of());
				yield new EventCount(join(ended, lost), join(of(Family.RUNS, stratum, "failed"), lost), List.of());
			}
			case TOOLS -> new EventCount(join(of(Family.TOOLS, stratum, "ok"), of(Family.TOOLS, stratum, "error")),
					of(Family.TOOLS, stratum, "error"), List.of());
			case TRUNCATED -> new EventCount(of(Family.RUNS, stratum, "succeeded"),
					of(Family.NOTICES, stratum, "truncated"), List.of());
			case REJECTIONS -> {
				List<Integer> rejected = of(Family.RUNS, stratum, "rejected");
				yield new EventCount(join(ended, rejected), rejected, List.of());
			}
			case REPEATS -> {
				List<Integer> repeated = sources(metric, stratum);
				yield new EventCount(ended, repeated, List.of(), isApart(repeated));
			}
			case LATENCY, FIRST, COST -> throw new IllegalArgumentException(metric + " is no share");
		};
	}

	private boolean isApart(List<Integer> repeated) {
		return repeated.stream().anyMatch((number) -> !this.counters.get(number).answeredBy().isEmpty());
	}

	private List<Integer> ended(String stratum) {
		return join(of(Family.RUNS, stratum, "succeeded"), of(Family.RUNS, stratum, "failed"));
	}

	/** The histograms of a family, one for each agent. */
	List<HistogramColumns> histograms(Family family) {
		List<HistogramColumns> histograms = new ArrayList<>();
		strata(family).forEach((stratum, numbers) -> {
			HistogramColumns histogram = histogram(stratum, numbers);
			if (histogram != null) {
				histograms.add(histogram);
			}
		});
		return histograms;
	}

	private @Nullable HistogramColumns histogram(String stratum, List<Integer> numbers) {
		int last = numbers.size() - 1;
		if (last < 1 || this.counters.get(numbers.get(last)).bound() != Double.POSITIVE_INFINITY) {
			return null;
		}
		List<Integer> finite = numbers.subList(0, last);
		return new HistogramColumns(stratum,
				finite.stream().map((number) -> this.counters.get(number).bound()).toList(), finite, numbers.get(last));
	}

	private List<Integer> of(Family family, String stratum, String kind) {
		int number = number(new Counter(family, stratum, kind, 0));
		return (number != Catalog.NONE) ? List.of(number) : List.of();
	}

	private static List<Integer> join(List<Integer> some, List<Integer> others) {
		List<Integer> all = new ArrayList<>(some);
		all.addAll(others);
		return all;
	}

}
