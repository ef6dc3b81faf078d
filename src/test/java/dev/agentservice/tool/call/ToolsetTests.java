package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.registry.Bench;
import dev.agentservice.tool.registry.ToolFixture;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.tool.registry.ToolFixture.call;
import static dev.agentservice.tool.registry.ToolFixture.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ToolsetTests {

	private final Bench bench = new Bench();

	private final ToolFixture fixture = new ToolFixture().with(this.bench);

	private final Toolset tools = this.fixture.all();

	@AfterEach
	void letStubbornToolsGo() {
		this.bench.release.countDown();
	}

	@Test
	void runsCallsInParallelAndKeepsTheirOrder() {
		List<ToolResult> results = execute(Duration.ofSeconds(10), call("meet", "{\"name\":\"a\"}"),
				call("meet", "{\"name\":\"b\"}"), call("meet", "{\"name\":\"c\"}"));
		assertThat(results).extracting(ToolResult::text).containsExactly("met a", "met b", "met c");
	}

	@Test
	void runsToolsThatMayNotRunInParallelOneAfterAnotherInOrder() {
		List<ToolResult> results = execute(Duration.ofSeconds(10), call("alone", "{}"), call("alone", "{}"),
				call("alone", "{}"), call("echo", "{\"text\":\"beside\"}"));
		assertThat(results).extracting(ToolResult::text).containsExactly("1", "2", "3", "beside");
		assertThat(this.bench.mostAtOnce).hasValue(1);
	}

	@Test
	void aStuckToolInTheQueueDoesNotKeepTheNextFromRunning() {
		List<ToolResult> results = execute(Duration.ofSeconds(10), call("stuck_alone", "{}"), call("alone", "{}"));
		assertThat(results).extracting(ToolResult::outcome).containsExactly(Outcome.IN_DOUBT, Outcome.OK);
	}

	@Test
	void stopsAToolAtItsTimeoutAndSaysSo() {
		ToolResult result = execute(Duration.ofSeconds(10), call("slow", "{}")).getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(result.text()).contains("500 ms").doesNotContain("took effect");
		assertThat(result.duration()).isGreaterThanOrEqualTo(Duration.ofMillis(500));
		assertThat(await(this.bench.interrupted)).isTrue();
	}

	@Test
	void saysThatAnInterruptedSideEffectMayHaveHappened() {
		ToolResult result = execute(Duration.ofSeconds(10), call("stuck_alone", "{}")).getFirst();
		assertThat(result.text()).contains("Whether it took effect is unknown");
		assertThat(result.outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(this.fixture.meters.counter("agent.tool.in_doubt", "tool", "stuck_alone").count()).isOne();
	}

	@Test
	void stopsAToolAtTheDeadlineOfTheRun() {
		ToolResult result = execute(Duration.ofMillis(50), call("patient", "{}")).getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(result.text()).contains("time for the whole task is over");
	}

	@Test
	void startsNothingOnceTheDeadlineHasPassed() {
		List<ToolResult> results = execute(Duration.ZERO, call("echo", "{\"text\":\"x\"}"), call("alone", "{}"));
		assertThat(results).extracting(ToolResult::outcome).containsOnly(Outcome.TIMED_OUT);
		assertThat(this.bench.calls).hasValue(0);
	}

	@Test
	void isNotHeldUpByAToolThatIgnoresInterrupts() {
		ToolResult result = execute(Duration.ofSeconds(10), call("stubborn", "{}")).getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(abandoned()).isEqualTo(1);
		this.bench.release.countDown();
		Awaitility.await().until(() -> abandoned() == 0);
	}

	@Test
	void tellsTheModelWhatAToolWantsItToKnow() {
		ToolResult result = ToolFixture.execute(this.tools, "complain", "{}");
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.text()).isEqualTo("There is no such order.");
		assertThat(result.isError()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "crash", "overflow" })
	void keepsTheReasonOfACrashFromTheModel(String tool) {
		ToolResult result = ToolFixture.execute(this.tools, tool, "{}");
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.text()).contains("failed").doesNotContain("db.internal", "Exception", "Error", "java");
	}

	@Test
	void refusesAToolOutsideTheAllowListAndNamesThoseInside() {
		Toolset few = this.fixture.tools().select(List.of("echo", "slow"));
		ToolResult result = ToolFixture.execute(few, "crash", "{}");
		assertThat(result.outcome()).isEqualTo(Outcome.UNKNOWN_TOOL);
		assertThat(result.text()).contains("echo, slow").doesNotContain("crash");
		assertThat(this.fixture.meters.get("agent.tool.calls").tag("tool", "unknown").timer().count()).isEqualTo(1);
		assertThat(this.fixture.meters.find("agent.tool.calls").tag("tool", "crash").timer()).isNull();
	}

	@Test
	void tellsTheListenerOfEveryCallOnTheCallersThread() {
		List<String> heard = new ArrayList<>();
		this.tools.execute(List.of(call("echo", "{\"text\":\"x\"}"), call("nope", "{}"), call("echo", "[]")),
				context(Duration.ofSeconds(10)), new Recorder(heard));
		String thread = Thread.currentThread().getName();
		assertThat(heard).containsExactlyInAnyOrder("started echo " + thread, "started nope " + thread,
				"started echo " + thread, "OK " + thread, "UNKNOWN_TOOL " + thread, "INVALID_ARGUMENTS " + thread);
	}

	@Test
	void interruptsRunningToolsWhenTheListenerFails() {
		ToolListener failing = new ToolListener() {
			@Override
			public void finished(ToolResult result) {
				assertThat(await(ToolsetTests.this.bench.waiting)).isTrue();
				throw new IllegalStateException("listener");
			}
		};
		assertThatIllegalStateException()
			.isThrownBy(() -> this.tools.execute(List.of(call("patient", "{}"), call("echo", "{\"text\":\"x\"}")),
					context(Duration.ofSeconds(10)), failing));
		assertThat(await(this.bench.interrupted)).isTrue();
	}

	@Test
	void interruptsAllToolsWhenTheRunIsCancelled() throws InterruptedException {
		AtomicReference<Throwable> thrown = new AtomicReference<>();
		CountDownLatch flagged = new CountDownLatch(1);
		Thread run = Thread.ofVirtual().start(() -> {
			try {
				execute(Duration.ofSeconds(10), call("patient", "{}"), call("stubborn", "{}"), call("alone", "{}"));
			}
			catch (ToolsInterruptedException ex) {
				thrown.set(ex);
				if (Thread.currentThread().isInterrupted()) {
					flagged.countDown();
				}
			}
		});
		assertThat(await(this.bench.waiting)).isTrue();
		run.interrupt();
		assertThat(run.join(Duration.ofMinutes(1))).isTrue();
		assertThat(thrown.get()).isInstanceOf(ToolsInterruptedException.class);
		assertThat(await(flagged)).isTrue();
		assertThat(await(this.bench.interrupted)).isTrue();
	}

	@Test
	void startsNothingForARunThatIsAlreadyCancelled() {
		Thread.currentThread().interrupt();
		try {
			assertThatExceptionOfType(ToolsInterruptedException.class)
				.isThrownBy(() -> execute(Duration.ofSeconds(10), call("echo", "{\"text\":\"x\"}")));
		}
		finally {
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(this.bench.calls).hasValue(0);
	}

	@Test
	void givesTheToolItsContextAndItsOwnDeadline() {
		assertThat(ToolFixture.execute(this.tools, "who", "{}").text()).matches("ada run_1 run_1 [1-5]...");
	}

	@Test
	void countsCallsByToolAndOutcome() {
		ToolFixture.execute(this.tools, "echo", "{\"text\":\"x\"}");
		ToolFixture.execute(this.tools, "echo", "{}");
		assertThat(count("echo", "ok")).isEqualTo(1);
		assertThat(count("echo", "invalid_arguments")).isEqualTo(1);
	}

	private long count(String tool, String outcome) {
		return this.fixture.meters.get("agent.tool.calls").tag("tool", tool).tag("outcome", outcome).timer().count();
	}

	private double abandoned() {
		return this.fixture.meters.get("agent.tool.abandoned").gauge().value();
	}

	private List<ToolResult> execute(Duration timeout, RequestedCall... calls) {
		return this.tools.execute(List.of(calls), context(timeout), ToolListener.NONE);
	}

	private static boolean await(CountDownLatch latch) {
		try {
			return latch.await(1, TimeUnit.MINUTES);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Recorder(List<String> heard) implements ToolListener {

		@Override
		public void started(ToolExecutionRequest call) {
			this.heard.add("started " + call.name() + " " + Thread.currentThread().getName());
		}

		@Override
		public void finished(ToolResult result) {
			this.heard.add(result.outcome() + " " + Thread.currentThread().getName());
		}

	}

}
