package dev.agentservice.rollout.sample.series;

import java.util.List;

import dev.agentservice.rollout.policy.Metric;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class CatalogTests {

	@Test
	void modesOfARunShareACounter() {
		Catalog catalog = new Catalog(
				List.of(runs("sync", "failed"), runs("async", "failed"), runs("sync", "succeeded")));
		assertThat(catalog.column(0)).isEqualTo(catalog.column(1)).isNotEqualTo(catalog.column(2));
		EventCount errors = catalog.shares(Metric.ERRORS).getFirst().count();
		double[] counts = new double[catalog.size()];
		counts[catalog.column(0)] = 3;
		counts[catalog.column(2)] = 7;
		assertThat(errors.trials(counts)).isEqualTo(10);
		assertThat(errors.events(counts)).isEqualTo(3);
	}

	@Test
	void whatIsUnknownIsIgnored() {
		Catalog catalog = new Catalog(List.of("jvm_memory_used_bytes{area=\"heap\"}", "up", runs("sync", "skipped"),
				"agent_run_cost_usd_sum{agent=\"a\"}", "agent_runs_lost_total{agent=\"a\"}"));
		assertThat(catalog.size()).isZero();
		assertThat(catalog.shares(Metric.ERRORS)).isEmpty();
	}

	@Test
	void theServicesOutcomesOfToolsAreOkOrAnError() {
		Catalog catalog = new Catalog(List.of(tool("ok"), tool("timed_out"), tool("failed"), tool("refused")));
		assertThat(catalog.column(1)).isEqualTo(catalog.column(2));
		assertThat(catalog.column(3)).isEqualTo(Catalog.NONE);
		assertThat(catalog.shares(Metric.TOOLS)).singleElement()
			.satisfies((share) -> assertThat(share.stratum()).isEqualTo("t"));
	}

	@Test
	void peopleWhoAskAgainAreCountedApartIfTheSeriesSaysWhoHadAnswered() {
		Catalog apart = new Catalog(
				List.of(runs("sync", "succeeded"), "agent_runs_repeated_total{agent=\"a\",answered_track=\"stable\"}",
						"agent_runs_repeated_total{agent=\"a\",answered_track=\"canary\"}"));
		assertThat(apart.countsRepeatsApart()).isTrue();
		assertThat(apart.answeredBy(apart.column(0))).isEmpty();
		assertThat(apart.answeredBy(apart.column(2))).isEqualTo("canary");
		EventCount repeats = apart.shares(Metric.REPEATS).getFirst().count();
		double[] counts = new double[apart.size()];
		counts[apart.column(1)] = 3;
		assertThat(repeats.trials(counts)).isZero();
		assertThat(repeats.events(counts)).isEqualTo(3);
		assertThat(new Catalog(List.of(runs("sync", "succeeded"), "agent_runs_repeated_total{agent=\"a\"}"))
			.countsRepeatsApart()).isFalse();
	}

	@Test
	void eventsAreNeverMoreThanTrials() {
		EventCount count = new EventCount(List.of(0), List.of(1), List.of());
		assertThat(count.events(new double[] { 2, 5 })).isEqualTo(2);
	}

	@Test
	void aHistogramHasItsBoundsInOrder() {
		Catalog catalog = new Catalog(List.of(cost("+Inf"), cost("1.0"), cost("0.001"), cost("5.0")));
		HistogramColumns histogram = catalog.histograms(Metric.COST).getFirst();
		assertThat(histogram.bounds()).containsExactly(0.001, 1.0, 5.0);
		double[] counts = new double[catalog.size()];
		counts[histogram.all()] = 9;
		counts[histogram.columns().get(1)] = 4;
		assertThat(histogram.above(1).events(counts)).isEqualTo(5);
	}

	@Test
	void labelsAreReadAsPrometheusWritesThem() {
		SeriesName name = SeriesName.parse("m{a=\"x\\\"},{\\\\\\n\", b=\"\",}");
		assertThat(name.label("a")).isEqualTo("x\"},{\\\n");
		assertThat(name.label("b")).isEmpty();
		assertThat(name.label("c")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "1m", "m{", "m{a}", "m{a=x}", "m{a=\"x\"", "m{a=\"x\"b=\"y\"}", "m{a=\"1\",a=\"2\"}",
			"agent_run_cost_usd_bucket{agent=\"a\",le=\"x\"}", "agent_run_cost_usd_bucket{agent=\"a\",le=\"NaN\"}",
			"agent_run_cost_usd_bucket{agent=\"a\",le=\"-1\"}", "agent_run_cost_usd_bucket{agent=\"a\"}" })
	void whatIsNoSeriesIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Catalog(List.of(name)));
	}

	@Test
	void aSeriesThatStandsThereTwiceIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Catalog(List.of("m{a=\"1\",b=\"2\"}", "m{b=\"2\",a=\"1\"}")))
			.withMessageContaining("twice");
	}

	private static String runs(String mode, String outcome) {
		return "agent_runs_seconds_count{agent=\"a\",mode=\"%s\",outcome=\"%s\"}".formatted(mode, outcome);
	}

	private static String tool(String outcome) {
		return "agent_tool_calls_seconds_count{outcome=\"%s\",tool=\"t\"}".formatted(outcome);
	}

	private static String cost(String bound) {
		return "agent_run_cost_usd_bucket{agent=\"a\",le=\"%s\"}".formatted(bound);
	}

}
