package dev.agentservice.run.execution;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.agentservice.run.owner.waiting.LostRuns;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.metric.LabelledGauge;
import dev.agentservice.support.state.ReleaseProperties;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class AgentSeriesTests {

	private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final RunCosts costs = new RunCosts(this.meters.getPrometheusRegistry(), Map.of("track", "stable"));

	private final AgentSeries series = new AgentSeries(
			new RunCounters(this.meters, new ReleaseProperties("dev", "stable")),
			new LostRuns(new ReleaseProperties("1", "stable"), this.meters), this.costs, this.meters);

	@Test
	void countersOfAnAgentAreThereBeforeItsFirstRunAndTimersAreNot() {
		this.series.changed(Set.of("a", "b"));
		assertThat(of("a"))
			.contains("agent_runs_started_total{agent=\"a\",mode=\"async\"} 0.0",
					"agent_runs_repeated_total{agent=\"a\",answered_track=\"stable\"} 0.0",
					"agent_notices_total{agent=\"a\",notice=\"answer_truncated\"} 0.0",
					"agent_latency_targets_total{agent=\"a\",phase=\"total\",result=\"missed\"} 0.0",
					"agent_runs_lost_total{agent=\"a\",lost_track=\"stable\",lost_version=\"1\"} 0.0")
			.noneMatch((line) -> line.contains("_bucket"))
			.hasSameSizeAs(of("b"));
	}

	@Test
	void theSeriesOfAnAgentThatIsGoneAreDroppedAtTheChangeAfterThat() {
		this.series.changed(Set.of("a", "b"));
		this.costs.record("b", 1);
		run("b");
		this.series.changed(Set.of("a"));
		assertThat(of("b")).as("its last runs end").isNotEmpty();
		this.series.changed(Set.of("a", "c"));
		assertThat(of("b")).isEmpty();
		assertThat(of("a")).hasSameSizeAs(of("c"));
	}

	@Test
	void whatIsOfNoAgentAndWhatOthersLookAfterStays() {
		this.meters.counter("agent.cost.usd", "agent", "none", "model", "m").increment();
		new LabelledGauge(MultiGauge.builder("agent.definitions.broken"), "agent", this.meters)
			.set(Map.of("broken", 1.0));
		this.series.changed(Set.of("a"));
		this.series.changed(Set.of("b"));
		assertThat(of("none")).hasSize(1);
		assertThat(of("broken")).hasSize(1);
	}

	@Test
	void agentsThatComeAndGoDoNotAddUpAndBreakNoScrape() {
		this.series.changed(Set.of("a", "gone"));
		int two = all().size();
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
			for (int i = 0; !over.get(); i++) {
				this.series.changed(Set.of("a", "agent-" + i % 5));
				run("agent-" + i % 5);
				this.costs.record("agent-" + i % 5, 1);
			}
		});
		for (int i = 0; i < 100; i++) {
			assertThat(all()).doesNotHaveDuplicates().anyMatch((line) -> line.startsWith("agent_runs_repeated_total"));
		}
		over.set(true);
		changes.join();
		this.series.changed(Set.of("a", "x"));
		this.series.changed(Set.of("a", "y"));
		this.series.changed(Set.of("a", "y"));
		assertThat(all()).hasSize(two);
	}

	private void run(String agent) {
		Timer.builder("agent.runs")
			.tags("agent", agent)
			.publishPercentileHistogram()
			.register(this.meters)
			.record(Duration.ofSeconds(1));
	}

	private List<String> of(String agent) {
		return all().stream().filter((line) -> line.contains("agent=\"" + agent + "\"")).toList();
	}

	private List<String> all() {
		return this.meters.scrape().lines().filter((line) -> line.startsWith("agent_")).toList();
	}

}
