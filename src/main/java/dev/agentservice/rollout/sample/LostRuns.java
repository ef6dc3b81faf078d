package dev.agentservice.rollout.sample;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import dev.agentservice.rollout.sample.series.Catalog;
import dev.agentservice.rollout.sample.series.LostLabels;

/**
 * Runs whose replica died are counted by another one, of either track. They are shown as
 * those of one more pod of the track that lost them.
 */
final class LostRuns {

	private final List<Pod> pods;

	LostRuns(List<Pod> pods) {
		this.pods = pods;
	}

	/** The pod that stands for the lost runs of a track. */
	static int pod(List<Pod> pods, Track track) {
		return pods.size() + ((track == Track.STABLE) ? 0 : 1);
	}

	/**
	 * For each counter the pod of the lost runs that it counts, or {@link Catalog#NONE}.
	 * Those of other releases belong to neither track.
	 * @throws IllegalArgumentException if it cannot be told whose they are
	 */
	int[] pods(Catalog catalog) {
		int[] owners = new int[catalog.size()];
		Arrays.setAll(owners, (column) -> {
			LostLabels labels = catalog.lost(column);
			return (labels != null) ? owner(labels) : Catalog.NONE;
		});
		return owners;
	}

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
		return tracks.isEmpty() ? Catalog.NONE : pod(this.pods, tracks.iterator().next());
	}

	private boolean hasVersion(Track track, String version) {
		return this.pods.stream().anyMatch((pod) -> pod.track() == track && pod.version().equals(version));
	}

}
