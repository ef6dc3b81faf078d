package dev.agentservice.rollout.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.agentservice.rollout.sample.series.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of one rollout counted: 30 minutes before it and while it lasted. It
 * holds increments per block, not samples, so its size does not depend on how they come.
 */
public final class Recording {

	/** Twelve bytes each. */
	private static final long MOST_COUNTS = 30_000_000;

	private static final long MOST_BLOCKS = 5_000_000;

	/** The longest interval between scrapes that is made up for, in blocks. */
	private static final int LONGEST_ROUND = 4;

	private final ReplayHeader header;

	private final Catalog catalog;

	private final List<Pod> pods;

	private final List<PodCounters> counters = new ArrayList<>();

	private final List<PodBlocks> blocks = new ArrayList<>();

	private final Attribution attribution;

	private long kept;

	private double end = Double.NaN;

	private int last = Blocks.FIRST - 1;

	/**
	 * An empty recording.
	 * @throws IllegalArgumentException if the header names a series that is none, or so
	 * much that it does not fit into memory
	 */
	public Recording(ReplayHeader header) {
		this.header = header;
		this.catalog = new Catalog(header.series());
		this.pods = withElsewhere(header.pods());
		int length = header.blocks() - Blocks.FIRST;
		if ((long) length * this.pods.size() > MOST_BLOCKS) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "%s pods over %s min are too much for one run; record fewer or shorter",
							header.pods().size(), header.blocks() / 4));
		}
		this.pods.forEach((_) -> this.blocks.add(new PodBlocks(length, this.catalog)));
		this.attribution = new Attribution(header.pods(), this.catalog);
		double[] increments = new double[this.catalog.size()];
		header.pods().forEach((_) -> this.counters.add(new PodCounters(this.catalog, header.start(), increments)));
	}

	/** One more pod of each track has what replicas of the other one counted of it. */
	private static List<Pod> withElsewhere(List<Pod> pods) {
		List<Pod> all = new ArrayList<>(pods);
		for (Track track : Track.values()) {
			all.add(new Pod("counted elsewhere", track, ""));
		}
		return List.copyOf(all);
	}

	/**
	 * Adds a sample.
	 * @param pod the replica's index
	 * @param time in seconds after the start
	 * @param values in the order of the header's series; {@code NaN} for absent ones
	 * @throws IllegalArgumentException if the time or a value cannot be one, or the run
	 * no longer fits into memory
	 */
	public void scrape(int pod, double time, double[] values) {
		this.counters.get(pod).listing().at(time);
		int block = Blocks.of(time);
		PodBlock target = this.blocks.get(pod).at(block);
		int before = target.size();
		this.counters.get(pod).add(values, target, (column) -> owner(pod, block, target, column));
		target.scraped(time);
		this.kept += target.size() - before;
		if (this.kept > MOST_COUNTS) {
			throw new IllegalArgumentException(
					"the run has more counts than fit into memory; record fewer pods or series");
		}
		this.last = Math.max(this.last, block);
	}

	private @Nullable PodBlock owner(int pod, int block, PodBlock own, int column) {
		int owner = this.attribution.owner(this.pods.get(pod).track(), column);
		return switch (owner) {
			case Attribution.OWN -> own;
			case Attribution.NOBODY -> null;
			default -> this.blocks.get(owner).at(block);
		};
	}

	/**
	 * Notes that a scrape failed.
	 * @throws IllegalArgumentException if the time cannot be one
	 */
	public void failed(int pod, double time) {
		this.counters.get(pod).listing().at(time);
		this.blocks.get(pod).failed(Blocks.of(time));
	}

	/** Whether a scrape of a replica was tried in a block. */
	public boolean isListed(int pod, int block) {
		return this.blocks.get(pod).isListed(block);
	}

	/**
	 * How many blocks it takes until all replicas were scraped: in a single one, the
	 * tracks might never meet. It is known from the header, or from the time before the
	 * start.
	 */
	public int round() {
		double[] seen = this.counters.stream()
			.mapToDouble((pod) -> pod.listing().interval())
			.filter((interval) -> interval > 0)
			.sorted()
			.toArray();
		double interval = Math.max(this.header.interval(), (seen.length > 0) ? seen[seen.length / 2] : 0);
		return Math.clamp((long) Math.ceil(interval / Blocks.SECONDS - 0.1), 1, LONGEST_ROUND);
	}

	/** Notes when the recording ended, in seconds after the start. */
	public void end(double time) {
		this.end = time;
	}

	/** What was said before the samples. */
	public ReplayHeader header() {
		return this.header;
	}

	/** Which series counts what. */
	public Catalog catalog() {
		return this.catalog;
	}

	/**
	 * The replicas, and at the end the two that stand for what others counted of a track.
	 */
	public List<Pod> pods() {
		return this.pods;
	}

	/** The pod that stands for what others counted of a track. */
	int elsewhere(Track track) {
		return Attribution.elsewhere(this.header.pods(), track);
	}

	/** Whether a pod is a replica, and not one that stands for what others counted. */
	public boolean isReplica(int pod) {
		return pod < this.header.pods().size();
	}

	/** What a replica counted in a block, or nothing if it was not scraped in it. */
	public @Nullable PodBlock block(int pod, int block) {
		return this.blocks.get(pod).get(block);
	}

	/** What some pods counted before the start, by column. */
	public double[] before(int[] pods) {
		double[] sums = new double[this.catalog.size()];
		for (int pod : pods) {
			for (int block = Blocks.FIRST; block < 0; block++) {
				PodBlock counts = block(pod, block);
				for (int i = 0; counts != null && i < sums.length; i++) {
					sums[i] += counts.counts()[i];
				}
			}
		}
		return sums;
	}

	/** Whether the recording stops without its end. */
	public boolean isCut() {
		return Double.isNaN(this.end);
	}

	/** How many blocks after the start there are. */
	public int length() {
		int recorded = isCut() ? this.last + 1 : Blocks.atOrAfter(this.end);
		return Math.max(0, Math.min(recorded, this.header.blocks()));
	}

}
