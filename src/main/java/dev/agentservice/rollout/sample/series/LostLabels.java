package dev.agentservice.rollout.sample.series;

/**
 * Whose a lost run was, as the labels of {@code agent_runs_lost_total} have it: the
 * replica that counts it is another one.
 *
 * @param track the track, {@code lost_track}; may be empty
 * @param version the release, {@code lost_version}; may be empty
 */
public record LostLabels(String track, String version) {

	private static final char SEPARATOR = '\n';

	static LostLabels of(String kind) {
		int end = kind.indexOf(SEPARATOR);
		return new LostLabels(kind.substring(0, end), kind.substring(end + 1));
	}

	String kind() {
		return this.track + SEPARATOR + this.version;
	}

	boolean isEmpty() {
		return this.track.isEmpty() && this.version.isEmpty();
	}

}
