package dev.agentservice.rollout.judge.metric;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;
import dev.agentservice.rollout.sample.series.Catalog;
import dev.agentservice.rollout.sample.series.EventCount;
import dev.agentservice.rollout.sample.series.Family;

/**
 * Whether both tracks count a metric at all. What one of them lacks is neither worse nor
 * better: it is not measured.
 */
final class Comparability {

	/** So many trials, or expected events, on one track make none on the other a gap. */
	private static final double ENOUGH = 10;

	private final Metric metric;

	private final Family family;

	private final List<EventCount> counts;

	private final Map<Track, Seen> seen = new EnumMap<>(Map.of(Track.STABLE, new Seen(), Track.CANARY, new Seen()));

	Comparability(Metric metric, List<EventCount> counts) {
		this.metric = metric;
		this.family = Catalog.family(metric);
		this.counts = counts;
	}

	/** Adds a block. */
	void add(Recording recording, Tracks tracks, int block, IntPredicate included) {
		this.seen.forEach((track, sums) -> {
			for (int pod : tracks.replicas(track)) {
				PodBlock counts = recording.block(pod, block);
				if (counts != null && included.test(pod)) {
					sums.add(this.family, this.counts, counts);
				}
			}
		});
	}

	/** Begins to count the trials of the next step. */
	void startStep() {
		this.seen.values().forEach((sums) -> sums.stepTrials = 0);
	}

	/** A metric that neither track counts is not used. */
	boolean isUsed() {
		return of(Track.STABLE).trials + of(Track.CANARY).trials > 0;
	}

	/**
	 * Whether counts of both tracks may be compared, because they have the same series.
	 */
	boolean isComparable() {
		return of(Track.STABLE).family && !of(Track.STABLE).lacksBounds && !of(Track.CANARY).lacksBounds;
	}

	/** Why the metric is not measured in this step, if it is not. */
	Optional<String> gap() {
		for (Track track : Track.values()) {
			Seen own = of(track);
			Seen other = of((track == Track.STABLE) ? Track.CANARY : Track.STABLE);
			if (own.lacksBounds) {
				return Optional.of("some buckets of the histogram are missing on " + track.key());
			}
			if (own.stepTrials == 0 && other.stepTrials >= ENOUGH) {
				return Optional.of(track.key() + " has counted nothing in this step");
			}
			if (!own.family && other.family && expected(other, own) >= ((track == Track.STABLE) ? 0 : ENOUGH)) {
				return Optional.of("the series of " + this.metric.key() + " are missing on " + track.key());
			}
		}
		return Optional.empty();
	}

	private static double expected(Seen other, Seen own) {
		return other.events * own.trials / Math.max(1, other.trials);
	}

	private Seen of(Track track) {
		Seen sums = this.seen.get(track);
		if (sums == null) {
			throw new IllegalStateException("Nothing is known of " + track);
		}
		return sums;
	}

	private static final class Seen {

		private double trials;

		private double stepTrials;

		private double events;

		private boolean family;

		private boolean lacksBounds;

		void add(Family family, List<EventCount> counts, PodBlock block) {
			this.family |= block.has(family);
			this.lacksBounds |= block.lacksBounds(family);
			for (EventCount count : counts) {
				long trials = count.trials(block.counts());
				this.trials += trials;
				this.stepTrials += trials;
				this.events += count.events(block.counts());
			}
		}

	}

}
