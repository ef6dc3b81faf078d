package dev.agentservice.rollout.judge.limit;

import java.util.EnumMap;
import java.util.Map;

import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Whether each track was scraped lately.
 */
public final class Freshness {

	/** Three minutes. */
	private static final int LONGEST = 12;

	/** One minute. */
	private static final int GAP = 4;

	private final Recording recording;

	private final Tracks tracks;

	/** Since when each replica is silent, in blocks. */
	private final int[] silent;

	private final Map<Track, Integer> silentTracks = new EnumMap<>(Track.class);

	private int gaps;

	/** Of a recording that was not looked at yet. */
	public Freshness(Recording recording, Tracks tracks) {
		this.recording = recording;
		this.tracks = tracks;
		this.silent = new int[tracks.pods()];
	}

	/** Adds a block. */
	public void add(int block) {
		for (Track track : Track.values()) {
			boolean fresh = false;
			for (int pod : this.tracks.replicas(track)) {
				boolean scraped = this.recording.block(pod, block) != null;
				this.silent[pod] = scraped ? 0 : this.silent[pod] + 1;
				this.gaps += (this.silent[pod] == GAP + 1) ? 1 : 0;
				fresh |= scraped;
			}
			this.silentTracks.put(track, fresh ? 0 : silence(track) + 1);
		}
	}

	/** Whether no replica of a track was scraped for three minutes. */
	public boolean isSilent(Track track) {
		return silence(track) >= LONGEST;
	}

	private int silence(Track track) {
		return this.silentTracks.getOrDefault(track, 0);
	}

	/** How often a replica was silent for more than a minute. */
	public int gaps() {
		return this.gaps;
	}

}
