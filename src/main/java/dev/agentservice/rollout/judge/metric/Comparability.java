package dev.agentservice.rollout.judge.metric;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.rollout.judge.metric.Stratum.Counted;
import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;
import dev.agentservice.rollout.sample.series.Catalog;
import dev.agentservice.rollout.sample.series.Family;

/**
 * Whether both tracks count a metric, and each agent or tool of it. What one of them
 * lacks is neither worse nor better: it is not measured.
 */
final class Comparability {

	private final Metric metric;

	private final Family family;

	private final List<Counted> strata;

	private final double enough;

	private final Map<Track, Seen> seen = new EnumMap<>(Track.class);

	Comparability(Metric metric, List<Counted> strata) {
		this.metric = metric;
		this.family = Catalog.family(metric);
		this.strata = List.copyOf(strata);
		// A run may call a tool many times.
		this.enough = (metric == Metric.TOOLS) ? 30 : 10;
		for (Track track : Track.values()) {
			this.seen.put(track, new Seen(strata.size()));
		}
	}

	/** Adds a block. */
	void add(Recording recording, Tracks tracks, int block, IntPredicate included) {
		this.seen.forEach((track, sums) -> {
			sums.next();
			for (int pod : tracks.replicas(track)) {
				PodBlock counts = included.test(pod) ? recording.block(pod, block) : null;
				if (counts != null) {
					sums.lacksBounds |= counts.lacksBounds(this.family);
					add(sums, counts);
				}
			}
		});
	}

	private void add(Seen sums, PodBlock block) {
		double[] counts = block.counts();
		for (int i = 0; i < this.strata.size(); i++) {
			long trials = this.strata.get(i).count().trials(counts);
			if (trials > 0 && this.strata.get(i).isKnown(block)) {
				sums.add(i, (double) trials);
			}
			else {
				sums.unknown += trials;
			}
		}
	}

	/** Begins to count the trials of the next step. */
	void startStep() {
		this.seen.values().forEach(Seen::startStep);
	}

	/** A metric that neither track counts is not used. */
	boolean isUsed() {
		return of(Track.STABLE).all.total + of(Track.CANARY).all.total > 0;
	}

	/** The agents or tools that were counted often enough to matter in this step. */
	Stream<String> counted() {
		return IntStream.range(0, this.strata.size())
			.filter((i) -> this.seen.values().stream().mapToDouble((sums) -> sums.step.of[i]).sum() >= this.enough)
			.mapToObj((i) -> this.strata.get(i).name());
	}

	/**
	 * Whether counts of both tracks may be compared, because they have the same bounds.
	 */
	boolean isComparable() {
		return !of(Track.STABLE).lacksBounds && !of(Track.CANARY).lacksBounds;
	}

	/** Why the metric is not measured in this step, if it is not. */
	Optional<String> gap() {
		for (Track track : Track.values()) {
			Seen own = of(track);
			Seen other = of(other(track));
			if (own.lacksBounds) {
				return Optional.of("some buckets of the histogram are missing on " + track.key());
			}
			if (own.all.total == 0 && own.unknown > 0 && other.all.total > 0) {
				return Optional.of("the series of " + this.metric.key() + " are missing on " + track.key());
			}
			if (own.step.total == 0 && other.step.total >= this.enough) {
				return Optional.of(track.key() + " has counted nothing in this step");
			}
		}
		for (int i = 0; i < this.strata.size(); i++) {
			Optional<String> gap = gap(i);
			if (gap.isPresent()) {
				return gap;
			}
		}
		return Optional.empty();
	}

	private Optional<String> gap(int stratum) {
		for (Track track : Track.values()) {
			String name = (this.metric == Metric.TOOLS) ? "tool " : "agent ";
			name += this.strata.get(stratum).name();
			Seen own = of(track);
			Seen other = of(other(track));
			if (own.all.of[stratum] == 0 && isMuch(stratum, track, other.step, own.step)) {
				return Optional.of(String.format(Locale.ROOT, "%s is counted on %s only", name, other(track).key()));
			}
			if (isMissing(own, other, (seen) -> seen.step.of[stratum], (seen) -> seen.step.total, 1)) {
				return Optional
					.of(String.format(Locale.ROOT, "%s has counted nothing of %s in this step", track.key(), name));
			}
			if (isMissing(own, other, (seen) -> seen.recent(stratum), Seen::recent, 2)) {
				return Optional.of(String.format(Locale.ROOT, "%s has counted nothing of %s in the last ten minutes",
						track.key(), name));
			}
		}
		return Optional.empty();
	}

	/** Stable had half an hour to count it; that the canary has not may be chance. */
	private boolean isMuch(int stratum, Track missing, Trials other, Trials own) {
		return (missing == Track.STABLE) ? other.of[stratum] >= this.enough
				: expected(other.of[stratum], other.total, own.total) >= this.enough;
	}

	private boolean isMissing(Seen own, Seen other, ToDoubleFunction<Seen> trials, ToDoubleFunction<Seen> all,
			double times) {
		return trials.applyAsDouble(own) == 0 && expected(trials.applyAsDouble(other), all.applyAsDouble(other),
				all.applyAsDouble(own)) >= times * this.enough;
	}

	private static double expected(double trials, double all, double own) {
		return trials * own / Math.max(1, all);
	}

	private static Track other(Track track) {
		return (track == Track.STABLE) ? Track.CANARY : Track.STABLE;
	}

	private Seen of(Track track) {
		Seen sums = this.seen.get(track);
		if (sums == null) {
			throw new IllegalStateException("Nothing is known of " + track);
		}
		return sums;
	}

	private static final class Trials {

		private final double[] of;

		private double total;

		Trials(int strata) {
			this.of = new double[strata];
		}

		void add(int stratum, double trials) {
			this.of[stratum] += trials;
			this.total += trials;
		}

	}

	private static final class Seen {

		/** Two minutes. */
		private static final int STRETCH = 8;

		private final Trials all;

		private Trials step;

		/** Ten minutes in stretches; the first is the present one. */
		private final Trials[] stretches = new Trials[5];

		private int blocks;

		/** Trials of replicas that do not count the events. */
		private double unknown;

		private boolean lacksBounds;

		Seen(int strata) {
			this.all = new Trials(strata);
			this.step = new Trials(strata);
			Arrays.setAll(this.stretches, (_) -> new Trials(strata));
		}

		void add(int stratum, double trials) {
			this.all.add(stratum, trials);
			this.step.add(stratum, trials);
			this.stretches[0].add(stratum, trials);
		}

		void next() {
			if (this.blocks % STRETCH == 0) {
				System.arraycopy(this.stretches, 0, this.stretches, 1, this.stretches.length - 1);
				this.stretches[0] = new Trials(this.all.of.length);
			}
			this.blocks++;
		}

		void startStep() {
			this.step = new Trials(this.all.of.length);
			Arrays.setAll(this.stretches, (_) -> new Trials(this.all.of.length));
			this.blocks = 0;
		}

		double recent(int stratum) {
			return Arrays.stream(this.stretches).mapToDouble((one) -> one.of[stratum]).sum();
		}

		double recent() {
			return Arrays.stream(this.stretches).mapToDouble((one) -> one.total).sum();
		}

	}

}
