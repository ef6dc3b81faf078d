package dev.agentservice.rollout.prometheus;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.rollout.sample.Track;

/**
 * Whether both tracks are measured, before the canary gets any traffic: what is not
 * scraped, or has another release or other buckets than is thought, cannot be judged
 * later.
 */
final class Plumbing {

	/** Three scrapes. */
	private static final long OLDEST = 45_000;

	/** Each replica has it from its start. */
	static final String PROCESS = "process_start_time_seconds";

	/** A replica has it from its first run that ended: one of a track is enough. */
	private static final String RUNS = "agent_runs_seconds_count";

	private final Map<Track, String> expected;

	private final List<String> series;

	private final long now;

	Plumbing(Map<Track, String> expected, List<String> series, long now) {
		this.expected = expected;
		this.series = series;
		this.now = now;
	}

	/** The first thing that is wrong. */
	Optional<String> complaint(List<PodSamples> pods) {
		for (Track track : Track.values()) {
			List<PodSamples> fresh = pods.stream()
				.filter((pod) -> pod.pod().track() == track && this.now - pod.lastScrape(this.now) <= OLDEST)
				.toList();
			Optional<String> complaint = complaint(track, fresh);
			if (complaint.isPresent()) {
				return complaint;
			}
		}
		Set<String> stable = bounds(pods, Track.STABLE);
		Set<String> canary = bounds(pods, Track.CANARY);
		return stable.isEmpty() || canary.isEmpty() || stable.equals(canary) ? Optional.empty()
				: Optional.of("the histograms of the two releases have different bounds");
	}

	private Optional<String> complaint(Track track, List<PodSamples> fresh) {
		if (fresh.isEmpty()) {
			return Optional.of("no replica of %s was scraped within 45 s".formatted(track.key()));
		}
		String version = this.expected.get(track);
		for (PodSamples pod : fresh) {
			if (version != null && !version.equals(pod.pod().version())) {
				return Optional.of("%s of %s has version %s, not %s".formatted(pod.pod().name(), track.key(),
						pod.pod().version(), version));
			}
			if (!has(pod, PROCESS)) {
				return Optional.of("%s of %s has no %s".formatted(pod.pod().name(), track.key(), PROCESS));
			}
		}
		return fresh.stream().anyMatch((pod) -> has(pod, RUNS)) ? Optional.empty()
				: Optional.of("no replica of %s has %s: none has ended a run yet".formatted(track.key(), RUNS));
	}

	private boolean has(PodSamples pod, String family) {
		return names(pod).stream().anyMatch((name) -> name.replaceFirst("\\{.*", "").equals(family));
	}

	private List<String> names(PodSamples pod) {
		double[] row = pod.rows().getOrDefault(pod.lastScrape(this.now), new double[0]);
		return IntStream.range(0, Math.min(row.length, this.series.size()))
			.filter((i) -> !Double.isNaN(row[i]))
			.mapToObj(this.series::get)
			.toList();
	}

	/** The bounds of the families that a track has, as {@code family le}. */
	private Set<String> bounds(List<PodSamples> pods, Track track) {
		return pods.stream()
			.filter((pod) -> pod.pod().track() == track)
			.flatMap((pod) -> names(pod).stream())
			.filter((name) -> name.startsWith("agent_run_cost_usd_bucket") || name.startsWith("agent_runs_seconds_b"))
			.map((name) -> name.replaceFirst("\\{.*\\ble=", " ").replaceFirst("[,}].*", ""))
			.collect(Collectors.toSet());
	}

}
