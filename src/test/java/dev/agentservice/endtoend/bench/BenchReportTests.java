package dev.agentservice.endtoend.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.endtoend.bench.BenchReport.Row;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class BenchReportTests {

	@Test
	void halfOfTheRelayAndThreeMillisecondsAreFastEnough() {
		assertThat(report(500, 3.2, 0).fastEnough()).isTrue();
		assertThat(report(499, 3.2, 0).fastEnough()).isFalse();
		assertThat(report(500, 3.3, 0).fastEnough()).isFalse();
	}

	@Test
	void guardsMayTakeAsMuchAsASeventhOfTheRequests() {
		assertThat(report(1000, 1, 0, 1170).fastEnough()).isTrue();
		assertThat(report(1000, 1, 0, 1180).fastEnough()).isFalse();
	}

	@Test
	void whatAnsweredWronglyHasNoFigures() {
		BenchReport report = report(987, 1, 3);
		assertThat(report.errors()).isEqualTo(6);
		assertThat(new BenchTable(report).lines())
			.anyMatch((line) -> line.startsWith("service ") && line.contains("3 ERRORS") && line.contains("503 no"))
			.noneMatch((line) -> line.startsWith("service ") && line.contains("987"));
	}

	@Test
	void aStepOfGrowthBesideWhatAnsweredWronglyHasNoFiguresEither() {
		Rounds rounds = rounds(32, Map.of("relay", List.of(RoundsTests.sample(1, 1, 1, "500")), "10 users",
				List.of(RoundsTests.sample(987, 1, 0, ""))));
		BenchReport report = new BenchReport(report(500, 1, 0).places(), List.of(new Row(rounds, "10 users", "relay")),
				Map.of(), new StreamHeap(1, 1, 1, 0), Map.of());
		assertThat(report.errors()).isEqualTo(1);
		assertThat(new BenchTable(report).lines()).noneMatch((line) -> line.contains("987"));
	}

	@Test
	void aStreamThatDidNotCompleteIsAnError() {
		BenchReport report = new BenchReport(report(500, 1, 0).places(), List.of(), Map.of(),
				new StreamHeap(50, 1, 1, 2), Map.of());
		assertThat(report.errors()).isEqualTo(2);
		assertThat(new BenchTable(report).lines()).contains("2 of 50 streams held open did not complete");
	}

	@Test
	void programsReadTheSameFigures() {
		JsonNode json = JsonMapper.shared().readTree(new BenchJson(report(250, 2.2, 0)).text());
		assertThat(json.at("/share_of_relay").asDouble(0)).isEqualTo(0.25);
		assertThat(json.at("/added_ms").asDouble(0)).isEqualTo(2);
		assertThat(json.at("/fast_enough").asBoolean(true)).isFalse();
		assertThat(json.at("/rows/6/target").asString("")).isEqualTo("direct");
		assertThat(json.at("/rows/6/clients").asInt(0)).isEqualTo(32);
	}

	/** The relay serves 1,000 requests a second, and the provider answers in 0.2 ms. */
	private static BenchReport report(long requests, double p50, long errors) {
		return report(requests, p50, errors, requests);
	}

	private static BenchReport report(long requests, double p50, long errors, long unguarded) {
		Map<String, List<Sample>> samples = new LinkedHashMap<>();
		samples.put(Targets.DIRECT, List.of(RoundsTests.sample(9_000, 0.2, 0, "")));
		samples.put(Targets.DIRECT_STREAM, List.of(RoundsTests.sample(8_000, 0.2, 0, "")));
		samples.put(Targets.RELAY, List.of(RoundsTests.sample(1_000, 0.5, 0, "")));
		samples.put(Targets.SYNC, List.of(RoundsTests.sample(requests, p50, errors, (errors > 0) ? "503 no" : "")));
		samples.put(Targets.UNGUARDED, List.of(RoundsTests.sample(unguarded, p50, 0, "")));
		samples.put(Targets.STREAM, List.of(RoundsTests.sample(400, 2, 0, "")));
		return new BenchReport(List.of(rounds(1, samples), rounds(32, samples)), List.of(), Map.of("service", 500L),
				new StreamHeap(50, 102_400, 1, 0), Map.of("processors", 2));
	}

	private static Rounds rounds(int clients, Map<String, List<Sample>> samples) {
		return new Rounds(clients, samples);
	}

}
