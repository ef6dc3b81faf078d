package dev.agentservice.rollout.judge.limit;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.rollout.sample.Blocks;
import dev.agentservice.rollout.sample.PodBlock;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Whether the replicas were scraped lately. While a step lasts, a track needs one that
 * was; what passes a step is asked of each replica.
 */
public final class Freshness {

	/** Three minutes. */
	private static final int LONGEST = 12;

	/** One minute. */
	private static final int GAP = 4;

	/** Seconds that the last sample may be old at the end of a step. */
	private static final double OLDEST = 60;

	private static final int NEVER = Integer.MIN_VALUE;

	private final Recording recording;

	private final Tracks tracks;

	/** Since when each replica is silent, in blocks. */
	private final int[] silent;

	/** When each replica was scraped last, in seconds. */
	private final double[] last;

	/** The last block in which a scrape of each replica was tried. */
	private final int[] listed;

	private final Map<Track, Integer> silentTracks = new EnumMap<>(Track.class);

	private double startOfStep;

	/** How many replicas of the canary were scraped at once in this step. */
	private long most;

	private final int round;

	private int gaps;

	/** Of a recording that was not looked at yet. */
	public Freshness(Recording recording, Tracks tracks) {
		this.recording = recording;
		this.tracks = tracks;
		this.round = recording.round();
		this.silent = new int[tracks.pods()];
		this.last = new double[tracks.pods()];
		this.listed = new int[tracks.pods()];
		Arrays.fill(this.last, Double.NEGATIVE_INFINITY);
		Arrays.fill(this.listed, NEVER);
	}

	/** Notes that a step begins with a block. */
	public void startStep(int block) {
		this.startOfStep = (double) block * Blocks.SECONDS;
		this.most = 0;
	}

	/** Adds a block. */
	public void add(int block) {
		for (Track track : Track.values()) {
			boolean fresh = false;
			for (int pod : this.tracks.replicas(track)) {
				fresh |= add(pod, block);
			}
			this.silentTracks.put(track, fresh ? 0 : silence(track) + 1);
		}
		this.most = Math.max(this.most,
				Arrays.stream(this.tracks.canary()).filter((pod) -> this.silent[pod] < this.round).count());
	}

	private boolean add(int pod, int block) {
		PodBlock counts = this.recording.block(pod, block);
		this.silent[pod] = (counts != null) ? 0 : this.silent[pod] + 1;
		this.gaps += (this.silent[pod] == GAP + 1) ? 1 : 0;
		this.last[pod] = (counts != null) ? counts.time() : this.last[pod];
		this.listed[pod] = this.recording.isListed(pod, block) ? block : this.listed[pod];
		return counts != null;
	}

	private long fresh(int block) {
		return Arrays.stream(this.tracks.canary()).filter((pod) -> age(pod, block) <= OLDEST).count();
	}

	private double age(int pod, int block) {
		return Blocks.end(block) - this.last[pod];
	}

	/** Whether no replica of a track was scraped for three minutes. */
	public boolean isSilent(Track track) {
		return silence(track) >= LONGEST;
	}

	private int silence(Track track) {
		return this.silentTracks.getOrDefault(track, 0);
	}

	/**
	 * The replica that was not scraped as it must be before a step is passed: each of the
	 * canary within the last minute, each of stable at least once in the step. One that
	 * Prometheus no longer knows may have been replaced.
	 * @param block the last one of the step
	 * @param isLast whether it is the last step, so that all replicas were to be seen
	 */
	public Optional<String> missing(int block, boolean isLast) {
		boolean replaced = fresh(block) >= Math.max(1, this.most);
		for (int pod : this.tracks.canary()) {
			boolean neverSeen = this.listed[pod] == NEVER;
			boolean expected = neverSeen ? isLast : isListed(pod, block) || !replaced;
			if (expected && age(pod, block) > OLDEST) {
				return Optional.of(silence(pod, block));
			}
		}
		for (int pod : this.tracks.stable()) {
			if (isListed(pod, block) && this.last[pod] <= this.startOfStep) {
				return Optional.of(silence(pod, block));
			}
		}
		return Optional.empty();
	}

	/** A replica whose scrapes fail at present. */
	public Optional<String> failing(int block) {
		return Arrays.stream(this.tracks.canary())
			.boxed()
			.filter((pod) -> fails(pod, block))
			.findFirst()
			.or(() -> Arrays.stream(this.tracks.stable()).boxed().filter((pod) -> fails(pod, block)).findFirst())
			.map((pod) -> this.recording.pods().get(pod).name());
	}

	private boolean fails(int pod, int block) {
		return isListed(pod, block) && this.silent[pod] > GAP;
	}

	private boolean isListed(int pod, int block) {
		return this.listed[pod] >= block - GAP;
	}

	private String silence(int pod, int block) {
		String name = this.recording.pods().get(pod).name() + " of " + this.recording.pods().get(pod).track().key();
		return (this.last[pod] == Double.NEGATIVE_INFINITY) ? name + " was never scraped since the start" : String
			.format(Locale.ROOT, "%s was not scraped for the last %.0f s of the step", name, age(pod, block));
	}

	/** How often a replica was silent for more than a minute. */
	public int gaps() {
		return this.gaps;
	}

}
