package dev.agentservice.rollout.judge.limit;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Finds replicas of a track that have another release than most of it: evidence of two
 * releases is evidence of none.
 */
public final class OtherVersion {

	private final Recording recording;

	private final Map<Track, String> versions = new EnumMap<>(Track.class);

	private final int[] others;

	/** Of a recording. */
	public OtherVersion(Recording recording) {
		this.recording = recording;
		for (Track track : Track.values()) {
			this.versions.put(track, Tracks.version(recording, track));
		}
		this.others = IntStream.range(0, recording.header().pods().size())
			.filter((pod) -> !recording.pods().get(pod).version().equals(expected(recording.pods().get(pod))))
			.toArray();
	}

	private String expected(Pod pod) {
		return Objects.requireNonNull(this.versions.get(pod.track()));
	}

	/** What is wrong in a block, if anything is. */
	public Optional<String> at(int block) {
		return IntStream.of(this.others)
			.filter((pod) -> this.recording.block(pod, block) != null)
			.mapToObj(this.recording.pods()::get)
			.findFirst()
			.map((pod) -> String.format(Locale.ROOT, "%s of %s has version %s, not %s", pod.name(), pod.track().key(),
					pod.version(), expected(pod)));
	}

}
