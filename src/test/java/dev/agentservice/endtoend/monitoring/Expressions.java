package dev.agentservice.endtoend.monitoring;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every expression that is shipped, asked of a Prometheus that watches a working service.
 */
final class Expressions {

	/**
	 * There are none while all is well, and while every client waits for its run.
	 */
	private static final List<String> MAY_BE_EMPTY = List.of("ALERTS{",
			"histogram_quantile(0.95, sum by (agent, le) (rate(agent_queue_wait_seconds_bucket{");

	private final Observatory observatory;

	Expressions(Observatory observatory) {
		this.observatory = observatory;
	}

	/** What Prometheus does not understand, and what should have data and has none. */
	List<String> broken() {
		Stream<String> recordings = MonitoringFiles.recordings().stream().map(Expressions::expression);
		Stream<String> filled = Stream.concat(recordings, MonitoringFiles.dashboardQueries().stream());
		Stream<String> alerts = MonitoringFiles.alerts().stream().map(Expressions::expression);
		return Stream
			.concat(filled.flatMap((query) -> broken(query, mayBeEmpty(query)).stream()),
					alerts.flatMap((query) -> broken(query, true).stream()))
			.toList();
	}

	private Optional<String> broken(String query, boolean mayBeEmpty) {
		try {
			return this.observatory.query(query).isEmpty() && !mayBeEmpty ? Optional.of("no data: " + query)
					: Optional.empty();
		}
		catch (IllegalStateException ex) {
			return Optional.of(String.valueOf(ex.getMessage()));
		}
	}

	private static boolean mayBeEmpty(String query) {
		return MAY_BE_EMPTY.stream().anyMatch(query::startsWith);
	}

	private static String expression(Map<?, ?> rule) {
		return String.valueOf(rule.get("expr"));
	}

}
