package dev.agentservice.rollout.sample;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.agentservice.rollout.sample.series.Catalog;
import dev.agentservice.rollout.sample.series.LostLabels;

/**
 * Whose a count is. Runs whose replica died are counted by the one that finds them, and
 * people who ask again by the one that they ask, of either track. They are shown as those
 * of one more pod of the track that lost the run, or had answered.
 */
final class Attribution {

	/** A count of the replica's own runs. */
	static final int OWN = -1;

	/** A count of neither track. */
	static final int NOBODY = -2;

	private final List<Pod> pods;

	private final Map<Track, int[]> owners = new EnumMap<>(Track.class);

	/**
	 * That of a recording's counters.
	 * @throws IllegalArgumentException if it cannot be told whose lost runs are
	 */
	Attribution(List<Pod> pods, Catalog catalog) {
		this.pods = pods;
		for (Track track : Track.values()) {
			int[] owners = new int[catalog.size()];
			Arrays.setAll(owners, (column) -> owner(catalog, column, track));
			this.owners.put(track, owners);
		}
	}

	/** The pod that stands for what others counted of a track. */
	static int elsewhere(List<Pod> pods, Track track) {
		return pods.size() + ((track == Track.STABLE) ? 0 : 1);
	}

	/**
	 * The pod of a count: {@link #OWN} for the replica that counted it, {@link #NOBODY},
	 * or the number of the pod that stands for a track.
	 * @param track that of the replica that counted it
	 */
	int owner(Track track, int column) {
		return Objects.requireNonNull(this.owners.get(track))[column];
	}

	private int owner(Catalog catalog, int column, Track counting) {
		LostLabels labels = catalog.lost(column);
		if (labels != null) {
			return owner(labels);
		}
		String answered = catalog.answeredBy(column);
		if (answered.isEmpty() || answered.equals(counting.key())) {
			return OWN;
		}
		Track track = Track.of(answered);
		return (track != null) ? elsewhere(this.pods, track) : NOBODY;
	}

	/** Those of other releases belong to neither track. */
	private int owner(LostLabels labels) {
		Set<Track> tracks = EnumSet.allOf(Track.class);
		if (!labels.track().isEmpty()) {
			tracks.removeIf((track) -> !track.key().equals(labels.track()));
		}
		if (!labels.version().isEmpty()) {
			tracks.removeIf((track) -> !hasVersion(track, labels.version()));
		}
		if (tracks.size() > 1) {
			throw new IllegalArgumentException(
					"lost_version=\"" + labels.version() + "\" is the release of both tracks; record lost_track, too");
		}
		return tracks.isEmpty() ? NOBODY : elsewhere(this.pods, tracks.iterator().next());
	}

	private boolean hasVersion(Track track, String version) {
		return this.pods.stream().anyMatch((pod) -> pod.track() == track && pod.version().equals(version));
	}

}
