package dev.agentservice.rollout.prometheus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.rollout.sample.Pod;
import dev.agentservice.rollout.sample.Track;

/**
 * The samples that were read, of both tracks' replicas.
 */
final class RawSamples {

	/** What the judge accepts. */
	private static final long LONGEST_INTERVAL = 30_000;

	private final Map<String, Integer> series = new LinkedHashMap<>();

	/** A name again with every sample costs more than all else. */
	private final Map<Map<String, String>, Integer> known = new LinkedHashMap<>();

	private final Map<Pod, PodSamples> pods = new LinkedHashMap<>();

	/**
	 * Adds a sample; those of other programs are left out.
	 * @throws UnmeasurableException if another one has its place
	 */
	void add(Map<String, String> labels, long time, double value) throws UnmeasurableException {
		Track track = Track.of(labels.get("track"));
		String name = labels.getOrDefault("pod", "");
		String version = labels.getOrDefault("version", "");
		if (track != null && !name.isEmpty() && !version.isEmpty()) {
			Integer index = this.known.get(labels);
			if (index == null) {
				index = this.series.computeIfAbsent(SeriesText.of(labels), (_) -> this.series.size());
				this.known.put(labels, index);
			}
			this.pods.computeIfAbsent(new Pod(name, track, version), PodSamples::new).add(index, time, value);
		}
	}

	/** Adds a sample of {@code up}: 0 is a failed scrape. */
	void addHealth(Map<String, String> labels, long time, double value) {
		if (value == 0) {
			String name = labels.getOrDefault("pod", "");
			this.pods.values()
				.stream()
				.filter((samples) -> samples.pod().name().equals(name))
				.forEach((samples) -> samples.failed(time));
		}
	}

	boolean isEmpty() {
		return this.pods.isEmpty();
	}

	/**
	 * The time of the newest sample of the replica whose newest one is the oldest;
	 * replicas without any after a time have gone.
	 */
	Optional<Long> newest(long after) {
		return this.pods.values()
			.stream()
			.map((pod) -> pod.lastScrape(Long.MAX_VALUE))
			.filter((last) -> last > after)
			.min(Comparator.naturalOrder());
	}

	/** The names of the series, in the order of the rows. */
	List<String> series() {
		return List.copyOf(this.series.keySet());
	}

	/**
	 * The replicas scraped within a time, those of the expected releases first: the judge
	 * takes the first one's release for the track's. Replicas of other releases that had
	 * gone before the start are none of this rollout's.
	 * @param expected the release of each track, where known
	 */
	List<PodSamples> pods(Map<Track, String> expected, long from, long start, long until) {
		List<PodSamples> found = new ArrayList<>();
		for (PodSamples pod : this.pods.values()) {
			boolean right = isExpected(pod.pod(), expected);
			if (pod.isScrapedWithin(right ? from : start, until)) {
				found.add(pod);
			}
		}
		found.sort(Comparator.<PodSamples>comparingInt((pod) -> isExpected(pod.pod(), expected) ? 0 : 1)
			.thenComparing((pod) -> pod.rows().firstKey())
			.thenComparing((pod) -> pod.pod().name()));
		return found;
	}

	private static boolean isExpected(Pod pod, Map<Track, String> expected) {
		String version = expected.get(pod.track());
		return version == null || version.equals(pod.version());
	}

	/** What is wrong with how often samples were taken, if anything is. */
	Optional<String> tooSeldom() {
		return this.pods.values()
			.stream()
			.filter((pod) -> pod.interval() > LONGEST_INTERVAL)
			.findFirst()
			.map((pod) -> "%s has a sample each %d s, where at most 30 s are right: is this a downsampled store?"
				.formatted(pod.pod().name(), pod.interval() / 1000));
	}

}
