package dev.agentservice.rollout.cluster;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.databind.JsonNode;

/**
 * How often replicas were restarted, as Kubernetes counts it: it sees processes that die
 * before Prometheus has scraped them. Kubernetes says how often, and when the last one
 * died; so others that died since the look before are known to be no older than that.
 */
final class Restarts {

	private static final int MOST_NAMED = 3;

	private final String track;

	private final Duration window;

	/** What was seen of each replica at the last look. */
	private final Map<String, Seen> seen = new HashMap<>();

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
	 * Looks at the replicas. The first look is the base line of those that are older.
	 * @param version the release whose replicas count; empty for all
	 * @param since restarts from before it do not count
	 * @return how many restarts there were since then, and within the window
	 * @throws KubectlException if they cannot be looked at
	 */
	int look(Cluster cluster, String version, Instant since, Instant now) throws KubectlException {
		Instant oldest = now.minus(this.window);
		Instant from = oldest.isBefore(since) ? since : oldest;
		for (JsonNode pod : cluster.pods(this.track)) {
			if (version.isEmpty() || version.equals(Workload.versionOf(pod))) {
				add(pod, from, now);
			}
		}
		this.restarts.removeIf((restart) -> restart.time().isBefore(from));
		return this.restarts.stream().mapToInt(Restart::times).sum();
	}

	/** Which replicas those were, and how they ended, in words. */
	String words() {
		return this.restarts.stream().map(Restart::how).distinct().limit(MOST_NAMED).collect(Collectors.joining(", "));
	}

	private void add(JsonNode pod, Instant from, Instant now) {
		long count = 0;
		Instant last = Instant.EPOCH;
		String how = "";
		for (JsonNode container : pod.at("/status/containerStatuses")) {
			count += container.path("restartCount").asLong(0);
			JsonNode death = container.at("/lastState/terminated");
			Instant died = time(death.path("finishedAt"));
			how = died.isAfter(last) ? "%s, exit code %s".formatted(death.path("reason").asString("ended"),
					death.path("exitCode").asString("unknown")) : how;
			last = died.isAfter(last) ? died : last;
		}
		String name = pod.at("/metadata/name").asString("");
		Instant created = time(pod.at("/metadata/creationTimestamp"));
		Seen before = this.seen.put(name, new Seen(count, now));
		if (before == null) {
			before = new Seen(created.isBefore(from) ? Math.max(0, count - (last.isBefore(from) ? 0 : 1)) : 0, created);
		}
		int times = (int) (count - before.count());
		add(new Restart(last, Math.min(1, times), "%s: %s".formatted(name, how)), from);
		add(new Restart(before.time(), times - 1, "%s: %s".formatted(name, how)), from);
	}

	private void add(Restart restart, Instant from) {
		if (restart.times() > 0 && !restart.time().isBefore(from)) {
			this.restarts.add(restart);
		}
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
	 * What is known of a replica.
	 *
	 * @param count how often it was restarted
	 * @param time up to when
	 */
	private record Seen(long count, Instant time) {
	}

	/**
	 * Restarts of a replica.
	 *
	 * @param time when they were, or were not before
	 * @param times how many these are
	 * @param how which replica, and how it ended the last time
	 */
	private record Restart(Instant time, int times, String how) {
	}

}
