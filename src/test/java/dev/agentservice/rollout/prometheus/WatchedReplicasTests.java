package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a controller asks of replicas besides their runs: how many they have in flight,
 * and whether they crash.
 */
@BesideOthers
class WatchedReplicasTests {

	private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

	@Test
	void runsInFlightAreThoseOfAllReplicasOfTheCanary() throws Exception {
		try (FakePrometheus prometheus = answering(series("pod=\"p1\"", sample(20, 3), sample(35, 2)),
				series("pod=\"p2\"", sample(30, 1)))) {
			assertThat(InFlight.ofCanary(settings(prometheus), START.plusSeconds(25), START.plusSeconds(40)))
				.hasValue(3);
			assertThat(prometheus.asked.getFirst())
				.contains("agent_inflight{namespace=\"agent-service\",track=\"canary\"}[60s]");
		}
	}

	@Test
	void aReplicaWithoutANewerSampleMayHaveAny() throws Exception {
		try (FakePrometheus prometheus = answering(series("pod=\"p1\"", sample(35, 0)),
				series("pod=\"p2\"", sample(20, 0)))) {
			assertThat(InFlight.ofCanary(settings(prometheus), START.plusSeconds(25), START.plusSeconds(40))).isEmpty();
		}
	}

	@Test
	void withoutReplicasOrAnAnswerNothingIsKnown() throws Exception {
		try (FakePrometheus prometheus = answering()) {
			assertThat(InFlight.ofCanary(settings(prometheus), START, START)).isEmpty();
		}
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> FakePrometheus.send(exchange, 500, ""))) {
			assertThatExceptionOfType(UnmeasurableException.class)
				.isThrownBy(() -> InFlight.ofCanary(settings(prometheus), START, START));
		}
	}

	/** Those of the release before, those from before the watch and new pods are none. */
	@Test
	void restartsAreSeenByTheStartOfTheProcess() throws Exception {
		try (FakePrometheus prometheus = answering(
				started("p0", "1.1.0", sample(-60, 10), sample(-15, 20), sample(15, 20), sample(30, 20),
						sample(45, 90)),
				started("p1", "1.1.0", sample(15, 20), sample(30, 20)),
				started("p2", "1.0.0", sample(15, 40), sample(30, 50)))) {
			LiveRollout rollout = new LiveRollout(settings(prometheus), "r", START, Map.of());
			rollout.readUpTo(START.plusSeconds(60));
			assertThat(rollout.restarts("1.1.0", START)).isOne();
			assertThat(rollout.restarts("1.1.0", START.minusSeconds(30))).isEqualTo(2);
			assertThat(rollout.restarts("1.1.0", START.plusSeconds(30))).isOne();
			assertThat(rollout.restarts("1.2.0", START)).isZero();
		}
	}

	private static String started(String pod, String version, String... samples) {
		return series(
				"\"__name__\":\"process_start_time_seconds\",\"track\":\"stable\",\"pod\":\"%s\",\"version\":\"%s\""
					.formatted(pod, version),
				samples);
	}

	private static String series(String labels, String... samples) {
		return "{\"metric\":{%s},\"values\":[%s]}".formatted(labels.replaceFirst("^pod=(.*)$", "\"pod\":$1"),
				String.join(",", samples));
	}

	private static String sample(long seconds, long value) {
		return "[%d,\"%d\"]".formatted(START.getEpochSecond() + seconds, value);
	}

	/** To each question about these, and nothing to any other. */
	private static FakePrometheus answering(String... series) throws IOException {
		String result = Stream.of(series).collect(Collectors.joining(",", "[", "]"));
		return new FakePrometheus((form, exchange) -> FakePrometheus.send(exchange, 200,
				(form.contains("agent_inflight") || form.contains("process_start"))
						? FakePrometheus.NOTHING.replace("[]", result) : FakePrometheus.NOTHING));
	}

	private static PrometheusSettings settings(FakePrometheus prometheus) {
		return new PrometheusSettings(prometheus.url(), "agent-service", null, null, Duration.ofSeconds(30));
	}

}
