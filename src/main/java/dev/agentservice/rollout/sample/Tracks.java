package dev.agentservice.rollout.sample;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Which pods of a recording make up the two tracks. The release of a track is that of
 * most of its pods; pods of another one belong to neither.
 */
public final class Tracks {

	/** More than the replicas of any recording. */
	private static final int ALL = 10_000;

	private final int[] stable;

	private final int[] canary;

	private final int[] allStable;

	private final int[] allCanary;

	private final int pods;

	/** Those of a recording. */
	public Tracks(Recording recording) {
		this.stable = replicas(recording, Track.STABLE);
		this.canary = replicas(recording, Track.CANARY);
		this.allStable = all(recording, Track.STABLE);
		this.allCanary = all(recording, Track.CANARY);
		this.pods = recording.pods().size();
	}

	private static int[] replicas(Recording recording, Track track) {
		String version = version(recording, track);
		return IntStream.range(0, recording.header().pods().size())
			.filter((pod) -> recording.pods().get(pod).track() == track
					&& recording.pods().get(pod).version().equals(version))
			.toArray();
	}

	private static int[] all(Recording recording, Track track) {
		return IntStream.concat(IntStream.of(replicas(recording, track)), IntStream.of(recording.elsewhere(track)))
			.toArray();
	}

	/**
	 * The release of a track: that of most of its replicas, and of as many of those that
	 * were scraped by the time of the start. Without a replica there is none.
	 */
	public static String version(Recording recording, Track track) {
		Map<String, Integer> votes = new TreeMap<>();
		for (int pod = 0; pod < recording.header().pods().size(); pod++) {
			Pod one = recording.pods().get(pod);
			if (one.track() == track) {
				votes.merge(one.version(), ALL + (isThereAtStart(recording, pod) ? 1 : 0), Integer::sum);
			}
		}
		return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey).orElse("");
	}

	private static boolean isThereAtStart(Recording recording, int pod) {
		return IntStream.rangeClosed(Blocks.FIRST, Math.min(0, recording.length() - 1))
			.anyMatch((block) -> recording.block(pod, block) != null);
	}

	/** Stable's replicas. */
	public int[] stable() {
		return this.stable;
	}

	/** The canary's replicas. */
	public int[] canary() {
		return this.canary;
	}

	/** Stable's replicas, and the pod of what others counted of them. */
	public int[] allStable() {
		return this.allStable;
	}

	/** The canary's replicas, and the pod of what others counted of them. */
	public int[] allCanary() {
		return this.allCanary;
	}

	/** How many pods the recording has. */
	public int pods() {
		return this.pods;
	}

	/** The replicas of a track. */
	public int[] replicas(Track track) {
		return (track == Track.STABLE) ? this.stable : this.canary;
	}

}
