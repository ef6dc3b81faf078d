package dev.agentservice.endtoend.monitoring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class MonitoringFilesTests {

	private static final List<String> FIGURES = List.of("requests_per_second", "success_rate", "error_rate",
			"p50_latency", "p95_latency", "cost_per_task", "daily_cost");

	@Test
	void theSevenFiguresAreRecordedForAllAndForEachAgent() {
		Set<String> recorded = MonitoringFiles.recordings()
			.stream()
			.map((rule) -> String.valueOf(rule.get("record")))
			.collect(Collectors.toSet());
		assertThat(recorded).containsAll(FIGURES.stream()
			.flatMap((figure) -> Stream.of("agent_service:" + figure, "agent_service_by_agent:" + figure))
			.toList());
	}

	@Test
	void theDashboardShowsEachOfTheSevenFigures() {
		String queries = String.join("\n", MonitoringFiles.dashboardQueries());
		assertThat(FIGURES).allSatisfy((figure) -> assertThat(queries).contains(":" + figure));
	}

	@ParameterizedTest
	@MethodSource("alerts")
	void anAlertHasASummaryAndARunbook(String alert) {
		Map<?, ?> annotations = (Map<?, ?>) Objects.requireNonNull(rule(alert).get("annotations"));
		Path runbook = Path.of(String.valueOf(annotations.get("runbook_url")));
		assertThat(String.valueOf(annotations.get("summary"))).hasSizeGreaterThan(20);
		assertThat(runbook).hasFileName(alert + ".md").exists();
		assertThat(runbook).content()
			.startsWith("# " + alert)
			.contains("**Impact**", "## First commands", "## Causes", "## How it ends");
	}

	@ParameterizedTest
	@MethodSource("alerts")
	void anAlertIsTestedFiringAndNotFiring(String alert) {
		List<Boolean> fires = MonitoringFiles.alertTests()
			.stream()
			.flatMap((test) -> MonitoringFiles.maps(test, "alert_rule_test").stream())
			.filter((check) -> alert.equals(check.get("alertname")))
			.map((check) -> !MonitoringFiles.maps(check, "exp_alerts").isEmpty())
			.toList();
		assertThat(fires).contains(true, false);
	}

	@Test
	void everyRunbookBelongsToAnAlertOrToAWarningOfARollout() throws Exception {
		try (Stream<Path> runbooks = Files.list(Path.of("docs", "runbooks"))) {
			assertThat(runbooks.map((file) -> file.getFileName().toString().replace(".md", "")))
				.containsExactlyInAnyOrderElementsOf(
						Stream.concat(alerts().stream(), Stream.of("RolloutHeld", "RolloutRollingback", "RolloutStuck"))
							.toList());
		}
	}

	static List<String> alerts() {
		return MonitoringFiles.alerts().stream().map((rule) -> String.valueOf(rule.get("alert"))).toList();
	}

	private static Map<?, ?> rule(String alert) {
		return MonitoringFiles.alerts()
			.stream()
			.filter((rule) -> alert.equals(rule.get("alert")))
			.findAny()
			.orElseThrow();
	}

}
