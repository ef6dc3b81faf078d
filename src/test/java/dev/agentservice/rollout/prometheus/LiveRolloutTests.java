package dev.agentservice.rollout.prometheus;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import dev.agentservice.rollout.judge.BlockObserver;
import dev.agentservice.rollout.judge.Verdict;
import dev.agentservice.rollout.policy.PolicyReader;
import dev.agentservice.rollout.policy.RolloutPolicy;
import dev.agentservice.rollout.sample.ReplayStep;
import dev.agentservice.rollout.sample.Track;
import dev.agentservice.support.BesideOthers;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@BesideOthers
class LiveRolloutTests {

	private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

	private static final Instant NOW = START.plusSeconds(70);

	private static final BlockObserver NOBODY = (_, _) -> {
	};

	@TempDir
	private Path directory;

	@Test
	void aPrometheusThatIsSilentIsNoAnswer() throws IOException {
		CountDownLatch closed = new CountDownLatch(1);
		try (FakePrometheus prometheus = new FakePrometheus((_, _) -> await(closed))) {
			refused(prometheus, "did not answer within 300 ms");
			closed.countDown();
		}
	}

	@Test
	void oneThatFallsSilentWithinItsAnswerIsNone() throws IOException {
		CountDownLatch closed = new CountDownLatch(1);
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> {
			exchange.sendResponseHeaders(200, 1000);
			exchange.getResponseBody().write('{');
			exchange.getResponseBody().flush();
			await(closed);
		})) {
			refused(prometheus, "did not answer within 300 ms");
			closed.countDown();
		}
	}

	@Test
	void anAnswerWithoutEndIsCutOff() throws IOException {
		byte[] megabyte = new byte[1024 * 1024];
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> {
			exchange.sendResponseHeaders(200, 0);
			while (true) {
				exchange.getResponseBody().write(megabyte);
			}
		})) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(60), null);
			assertThatExceptionOfType(UnmeasurableException.class).isThrownBy(() -> rollout.readUpTo(NOW))
				.withMessageContaining("cannot be asked");
		}
	}

	@Test
	void anErrorIsToldInItsWords() throws IOException {
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> FakePrometheus.send(exchange, 503,
				"{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed out\"}"))) {
			refused(prometheus, "status 503: query timed out");
		}
	}

	@Test
	void anAnswerWithWarningsMayBeAPart() throws IOException {
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> FakePrometheus.send(exchange, 200,
				FakePrometheus.NOTHING.replace("\"data\"", "\"warnings\":[\"store 2 did not answer\"],\"data\"")))) {
			refused(prometheus, "a part only: store 2 did not answer");
		}
	}

	@Test
	void anAnswerThatCallsItselfPartialIsAPart() throws IOException {
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> FakePrometheus.send(exchange, 200,
				FakePrometheus.NOTHING.replace("\"data\"", "\"isPartial\":true,\"data\"")))) {
			refused(prometheus, "a part only");
		}
	}

	@Test
	void samplesThatComeLateAreReadAllTheSame() throws Exception {
		try (FakePrometheus prometheus = withPods(15, pod("p0", "stable", "1"))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), null);
			rollout.readUpTo(NOW.plusSeconds(240));
			rollout.readUpTo(NOW.plusSeconds(300));
			assertThat(prometheus.asked.getLast()).as("from the last sample at 60 s on").contains("query=up", "[400s]");
		}
	}

	@Test
	void aReleaseThatNobodyScrapesHasNoRunsToCount() throws Exception {
		try (FakePrometheus prometheus = withPods(15, pod("p0", "stable", "1"))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), null);
			rollout.readUpTo(NOW);
			assertThat(rollout.runs("1", 4)).containsExactly(4, 4);
			assertThatExceptionOfType(UnmeasurableException.class).isThrownBy(() -> rollout.runs("2", 4))
				.withMessageContaining("no replica of 2");
		}
	}

	@Test
	void aStepThatHasTooFewRunsIsNotPassed() throws Exception {
		try (FakePrometheus prometheus = withPods(15, pod("p0", "stable", "1"), pod("p1", "canary", "2"))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), null);
			rollout.readUpTo(NOW);
			RolloutPolicy policy = PolicyReader.parse("version: 1");
			List<ReplayStep> two = List.of(new ReplayStep(10, 60), new ReplayStep(50, 60), new ReplayStep(95, 60));
			assertThat(rollout.judgeStep(policy, two, 3, NOBODY)).isNull();
			assertThat(rollout.judgeStep(policy, two, 4, NOBODY)).extracting(Verdict::outcome)
				.isEqualTo(Verdict.Outcome.INCONCLUSIVE);
		}
	}

	@Test
	void anythingElseIsNoAnswer() throws IOException {
		for (String body : List.of("", "{", "<html>", "[]", "{\"status\":\"success\"}",
				"{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}",
				"{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[[1]]}]}}")) {
			try (FakePrometheus prometheus = new FakePrometheus(
					(_, exchange) -> FakePrometheus.send(exchange, 200, body))) {
				refused(prometheus, "Prometheus answered process_start_time_seconds");
			}
		}
	}

	@Test
	void aTokenIsSentAndNeverPrinted() throws Exception {
		Path token = Files.writeString(this.directory.resolve("token"), "s3cret\n");
		try (FakePrometheus prometheus = new FakePrometheus(
				(_, exchange) -> FakePrometheus.send(exchange, 200, FakePrometheus.NOTHING))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), token);
			rollout.readUpTo(NOW);
			assertThat(prometheus.tokens).isNotEmpty().containsOnly("Bearer s3cret");
			Files.writeString(token, "two\nlines of s3cret");
			assertThatExceptionOfType(UnmeasurableException.class).isThrownBy(() -> rollout.readUpTo(NOW))
				.withMessageContaining("no bearer token")
				.withMessageNotContaining("s3cret");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new PrometheusSettings(URI.create("http://prometheus.example"), "n", token, null,
					Duration.ofSeconds(1)))
			.withMessageContaining("by https");
	}

	@Test
	void whatCouldNotBeReadIsReadTheNextTime() throws Exception {
		AtomicInteger broken = new AtomicInteger();
		try (FakePrometheus prometheus = new FakePrometheus((_, exchange) -> FakePrometheus.send(exchange,
				(broken.get() > 0) ? 500 : 200, FakePrometheus.NOTHING))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), null);
			rollout.readUpTo(NOW);
			assertThat(prometheus.asked).filteredOn((form) -> form.contains("query=up"))
				.hasSize(4)
				.last()
				.asString()
				.contains("[160s]", "&time=1800000070.000");
			broken.set(1);
			assertThatExceptionOfType(UnmeasurableException.class)
				.isThrownBy(() -> rollout.readUpTo(NOW.plusSeconds(15)));
			broken.set(0);
			rollout.readUpTo(NOW.plusSeconds(300));
			assertThat(prometheus.asked.getLast()).contains("query=up", "[390s]");
		}
	}

	@Test
	void aDownsampledStoreIsRefused() throws IOException {
		try (FakePrometheus prometheus = withPods(300, pod("p0", "stable", "1"))) {
			refused(prometheus, "p0 has a sample each 300 s");
		}
	}

	@Test
	void anotherReleaseThanWasNamedEndsIt() throws Exception {
		try (FakePrometheus prometheus = withPods(15, pod("p0", "stable", "1"), pod("p1", "canary", "3"))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), null);
			rollout.readUpTo(NOW);
			Verdict verdict = Objects.requireNonNull(
					rollout.judge(PolicyReader.parse("version: 1"), List.of(new ReplayStep(10, 1800)), 4, (_, _) -> {
					}));
			assertThat(verdict.outcome()).isEqualTo(Verdict.Outcome.ERROR);
			assertThat(verdict.reason()).isEqualTo("p1 of canary has version 3, not 2");
		}
	}

	@Test
	void aTrackWithoutItsSeriesIsNotMeasured() throws Exception {
		try (FakePrometheus prometheus = withPods(15, pod("p0", "stable", "1"), pod("p1", "canary", "2"))) {
			LiveRollout rollout = rollout(prometheus, Duration.ofSeconds(10), null);
			rollout.readUpTo(NOW);
			assertThat(rollout.plumbing(NOW)).contains("p0 of stable has no process_start_time_seconds");
		}
	}

	private static String pod(String name, String track, String version) {
		return "\"pod\":\"%s\",\"track\":\"%s\",\"version\":\"%s\"".formatted(name, track, version);
	}

	/** Pods that count one kind of run, with a sample each so many seconds. */
	private static FakePrometheus withPods(int interval, String... pods) throws IOException {
		String values = IntStream.rangeClosed(-1800 / interval, 60 / interval)
			.mapToObj((i) -> "[%d,\"%d\"]".formatted(START.getEpochSecond() + (long) i * interval, 1000 + i))
			.collect(Collectors.joining(","));
		String result = List.of(pods)
			.stream()
			.map((pod) -> ("{\"metric\":{\"__name__\":\"agent_runs_seconds_count\",\"agent\":\"a\","
					+ "\"outcome\":\"failed\",%s},\"values\":[%s]}")
				.formatted(pod, values))
			.collect(Collectors.joining(",", "[", "]"));
		return new FakePrometheus(
				(form, exchange) -> FakePrometheus.send(exchange, 200, form.contains("=agent_runs_seconds_count")
						? FakePrometheus.NOTHING.replace("[]", result) : FakePrometheus.NOTHING));
	}

	private static void refused(FakePrometheus prometheus, String message) {
		Duration timeout = message.contains("300 ms") ? Duration.ofMillis(300) : Duration.ofSeconds(60);
		LiveRollout rollout = rollout(prometheus, timeout, null);
		assertThatExceptionOfType(UnmeasurableException.class).isThrownBy(() -> rollout.readUpTo(NOW))
			.withMessageContaining(message);
	}

	private static LiveRollout rollout(FakePrometheus prometheus, Duration timeout, @Nullable Path token) {
		return new LiveRollout(new PrometheusSettings(prometheus.url(), "agent-service", token, null, timeout), "r",
				START, Map.of(Track.STABLE, "1", Track.CANARY, "2"));
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException _) {
			Thread.currentThread().interrupt();
		}
	}

}
