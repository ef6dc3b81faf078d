package dev.agentservice.rollout.sample;

import java.util.stream.IntStream;

/**
 * Which pods of a recording make up the two tracks. Pods of another release than the
 * track's first one belong to neither.
 */
public final class Tracks {

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
		return IntStream.concat(IntStream.of(replicas(recording, track)), IntStream.of(recording.lostRuns(track)))
			.toArray();
	}

	/** The release of a track: that of its first replica. Without one there is none. */
	public static String version(Recording recording, Track track) {
		return recording.header()
			.pods()
			.stream()
			.filter((pod) -> pod.track() == track)
			.map(Pod::version)
			.findFirst()
			.orElse("");
	}

	/** Stable's replicas. */
	public int[] stable() {
		return this.stable;
	}

	/** The canary's replicas. */
	public int[] canary() {
		return this.canary;
	}

	/** Stable's replicas, and the pod of its lost runs. */
	public int[] allStable() {
		return this.allStable;
	}

	/** The canary's replicas, and the pod of its lost runs. */
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
