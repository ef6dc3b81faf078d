package dev.agentservice.rollout.sample;

import java.util.stream.IntStream;

/**
 * Which pods of a recording make up the two tracks. Pods of another release than the
 * track's first one belong to neither.
 *
 * @param stable stable's replicas
 * @param canary the canary's replicas
 * @param allStable stable's replicas and the pod of its lost runs
 * @param allCanary the canary's replicas and the pod of its lost runs
 * @param pods how many pods the recording has
 */
public record Tracks(int[] stable, int[] canary, int[] allStable, int[] allCanary, int pods) {

	/** Those of a recording. */
	public static Tracks of(Recording recording) {
		return new Tracks(replicas(recording, Track.STABLE), replicas(recording, Track.CANARY),
				all(recording, Track.STABLE), all(recording, Track.CANARY), recording.pods().size());
	}

	private static int[] replicas(Recording recording, Track track) {
		String version = version(recording, track);
		return IntStream.range(0, recording.header().pods().size())
			.filter((pod) -> recording.pods().get(pod).track() == track
					&& recording.pods().get(pod).version().equals(version))
			.toArray();
	}

	private static int[] all(Recording recording, Track track) {
		return IntStream
			.concat(IntStream.of(replicas(recording, track)),
					IntStream.of(recording.header().pods().size() + track.ordinal()))
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

	/** The replicas of a track. */
	public int[] replicas(Track track) {
		return (track == Track.STABLE) ? this.stable : this.canary;
	}

}
