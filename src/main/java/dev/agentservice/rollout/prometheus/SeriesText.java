package dev.agentservice.rollout.prometheus;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The name of a series as at {@code /actuator/prometheus}: without what Prometheus, the
 * replica's target and the release add to it.
 */
final class SeriesText {

	private static final Set<String> ADDED = Set.of("__name__", "namespace", "pod", "track", "version", "job",
			"instance", "container", "endpoint", "service", "node", "cluster", "prometheus", "prometheus_replica");

	private SeriesText() {
	}

	static String of(Map<String, String> labels) {
		Map<String, String> own = new TreeMap<>(labels);
		own.keySet().removeAll(ADDED);
		String name = labels.getOrDefault("__name__", "");
		return own.isEmpty() ? name
				: own.entrySet()
					.stream()
					.map((label) -> label.getKey() + "=\"" + escaped(label.getValue()) + '"')
					.collect(Collectors.joining(",", name + "{", "}"));
	}

	private static String escaped(String value) {
		return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
	}

}
