package dev.agentservice.rollout.judge.limit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Recording;
import dev.agentservice.rollout.sample.Tracks;

/**
 * Finds replicas of a track that have another release than its first one: evidence of two
 * releases is evidence of none.
 */
public final class OtherVersion {

	private final Recording recording;

	private final List<Integer> others = new ArrayList<>();

	/** Of a recording. */
	public OtherVersion(Recording recording) {
		this.recording = recording;
		for (int i = 0; i < recording.header().pods().size(); i++) {
			Pod pod = recording.pods().get(i);
			if (!pod.version().equals(Tracks.version(recording, pod.track()))) {
				this.others.add(i);
			}
		}
	}

	/** What is wrong in a block, if anything is. */
	public Optional<String> at(int block) {
		return this.others.stream()
			.filter((pod) -> this.recording.block(pod, block) != null)
			.findFirst()
			.map((index) -> {
				Pod pod = this.recording.pods().get(index);
				return "%s of %s has version %s, not %s".formatted(pod.name(), pod.track().key(), pod.version(),
						Tracks.version(this.recording, pod.track()));
			});
	}

}
