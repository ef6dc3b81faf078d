package dev.agentservice.rollout.cluster;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;

/**
 * How often replicas of a track were restarted, as Kubernetes counts it: it sees
 * processes that die before Prometheus has scraped them. Kubernetes says how often, and
 * when the last one died; so the times of the others are those between two looks.
 */
final class Restarts {

	private final String track;

	private final Duration window;

	/** What was counted of each replica at the last look. */
	private final Map<String, Long> counted = new HashMap<>();

	private final List<Restart> restarts = new ArrayList<>();

	/**
	 * Nothing was looked at yet.
	 * @param track whose replicas
	 * @param window how long a restart counts
	 */
	Restarts(String track, Duration window) {
		this.track = track;
		this.window = window;
	}

	/**
	 * Looks at the replicas.
	 * @param since when the track got its traffic: restarts from before it do not count
	 * @return how many restarts there were since then, and within the window
	 * @throws KubectlException if they cannot be looked at
	 */
	int look(Cluster cluster, Instant since, Instant now) throws KubectlException {
		Instant oldest = now.minus(this.window);
		Instant from = oldest.isBefore(since) ? since : oldest;
		for (JsonNode pod : cluster.pods(this.track)) {
			add(pod, from);
		}
		return this.restarts.stream().filter((restart) -> restart.last().isAfter(from)).mapToInt(Restart::times).sum();
	}

	private void add(JsonNode pod, Instant from) {
		long count = 0;
		Instant last = Instant.EPOCH;
		for (JsonNode container : pod.at("/status/containerStatuses")) {
			count += container.path("restartCount").asLong(0);
			Instant died = time(container.at("/lastState/terminated/finishedAt"));
			last = died.isAfter(last) ? died : last;
		}
		Long before = this.counted.put(pod.at("/metadata/name").asString(""), count);
		long known = (before != null) ? before : atFirst(pod, count, from);
		if (count > known && last.isAfter(from)) {
			this.restarts.add(new Restart(last, (int) (count - known)));
		}
	}

	/** Of a replica from before, only its last restart is known to be new. */
	private static long atFirst(JsonNode pod, long count, Instant from) {
		boolean isNew = time(pod.at("/metadata/creationTimestamp")).isAfter(from);
		return isNew ? 0 : Math.max(0, count - 1);
	}

	private static Instant time(JsonNode text) {
		try {
			return Instant.parse(text.asString(""));
		}
		catch (DateTimeException _) {
			return Instant.EPOCH;
		}
	}

	/**
	 * Restarts between two looks.
	 *
	 * @param last when the last process died
	 * @param times how many these are
	 */
	private record Restart(Instant last, int times) {
	}

}
