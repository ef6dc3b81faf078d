package dev.agentservice.rollout.sample;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.rollout.sample.series.Catalog;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of one rollout counted: 30 minutes before it and while it lasted. It
 * holds increments per block, not samples, so its size does not depend on how they come.
 */
public final class Recording {

	/** Eight bytes each. */
	private static final long MOST_COUNTS = 40_000_000;

	private final ReplayHeader header;

	private final Catalog catalog;

	private final List<Pod> pods;

	private final List<PodCounters> counters = new ArrayList<>();

	private final List<PodBlocks> blocks = new ArrayList<>();

	private final @Nullable Track[] lost;

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
		this.pods = withLostRuns(header.pods());
		int length = header.blocks() - Blocks.FIRST;
		if ((long) length * this.pods.size() * (this.catalog.size() + 1) > MOST_COUNTS) {
			throw new IllegalArgumentException("the run is too long for so many pods and series");
		}
		this.pods.forEach((_) -> this.blocks.add(new PodBlocks(length, this.catalog.size())));
		this.lost = new Track[this.catalog.size()];
		for (int column = 0; column < this.lost.length; column++) {
			this.lost[column] = Track.of(this.catalog.lostTrack(column));
		}
		header.pods()
			.forEach((_) -> this.counters.add(new PodCounters(this.catalog, header.series().size(), header.start())));
	}

	/**
	 * Runs whose replica died are counted by others. They are shown as those of one more
	 * pod of their track.
	 */
	private static List<Pod> withLostRuns(List<Pod> pods) {
		List<Pod> all = new ArrayList<>(pods);
		for (Track track : Track.values()) {
			all.add(new Pod("lost runs", track, ""));
		}
		return List.copyOf(all);
	}

	/**
	 * Adds a sample.
	 * @param pod the replica's index
	 * @param time in seconds after the start
	 * @param values in the order of the header's series; {@code NaN} for absent ones
	 * @throws IllegalArgumentException if the time or a value cannot be one
	 */
	public void scrape(int pod, double time, double[] values) {
		this.counters.get(pod).at(time);
		int block = Blocks.of(time);
		PodBlock target = this.blocks.get(pod).at(block);
		this.counters.get(pod).add(values, target, (column) -> {
			Track track = this.lost[column];
			return (track != null) ? this.blocks.get(lostRuns(track)).at(block) : null;
		});
		this.last = Math.max(this.last, block);
	}

	/**
	 * Notes that a scrape failed.
	 * @throws IllegalArgumentException if the time cannot be one
	 */
	public void failed(int pod, double time) {
		this.counters.get(pod).at(time);
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

	/** The replicas, and at the end the two that stand for lost runs. */
	public List<Pod> pods() {
		return this.pods;
	}

	/** The pod that stands for the lost runs of a track. */
	int lostRuns(Track track) {
		return this.header.pods().size() + ((track == Track.STABLE) ? 0 : 1);
	}

	/** Whether a pod is a replica, and not one that stands for lost runs. */
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
