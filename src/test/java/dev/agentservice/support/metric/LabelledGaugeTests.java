package dev.agentservice.support.metric;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelledGaugeTests {

	private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final LabelledGauge gauge = new LabelledGauge(MultiGauge.builder("queue.depth"), "track", this.meters);

	@Test
	void eachLabelHasItsLatestValue() {
		this.gauge.set(Map.of("stable", 1.0, "canary", 2.0));
		this.gauge.set(Map.of("stable", 3.0, "next", 4.0));
		assertThat(this.meters.scrape().lines()).filteredOn((line) -> line.startsWith("queue_depth"))
			.containsExactlyInAnyOrder("queue_depth{track=\"stable\"} 3.0", "queue_depth{track=\"next\"} 4.0");
	}

	@Test
	void noScrapeMeetsALabelTwice() {
		AtomicBoolean over = new AtomicBoolean();
		this.gauge.set(Map.of("stable", 0.0));
		CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> {
			for (double value = 0; !over.get(); value++) {
				this.gauge.set(Map.of("stable", value));
			}
		});
		for (int i = 0; i < 5000; i++) {
			assertThat(this.meters.scrape()).containsOnlyOnce("queue_depth{");
		}
		over.set(true);
		changes.join();
	}

}
