package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Promised;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import dev.agentservice.support.resilience.RetryBudget;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.registry.Shop;
import dev.agentservice.tool.registry.ToolFixture;
import dev.agentservice.tool.resilience.ResilienceProperties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.agentservice.tool.registry.ToolFixture.call;
import static dev.agentservice.tool.registry.ToolFixture.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@BesideOthers
class ToolResilienceTests {

	private static final int MINIMUM = 4;

	/**
	 * What does not wait on purpose does not take so long, however busy the machine is.
	 */
	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final Duration IMPATIENCE = Duration.ofMillis(300);

	private static final CircuitBreakerLimits BREAKER = breaker(Duration.ofMinutes(1));

	private static final String ORDER = "{\"order\": 7}";

	private final Shop shop = new Shop();

	private ToolFixture fixture = new ToolFixture();

	@AfterEach
	void letStubbornToolsGo() {
		this.shop.release.countDown();
	}

	@Test
	void aFailureThatPassesIsTriedAgain() {
		this.shop.failing(1);
		ToolResult result = status(tools(ToolFixture.RESILIENCE));
		assertThat(result.outcome()).isEqualTo(Outcome.OK);
		assertThat(result.text()).isEqualTo("on its way");
		assertThat(this.shop.asked).hasValue(2);
		assertThat(retries("true")).isOne();
	}

	@Test
	void aFailureThatStaysIsTriedAsOftenAsItMayBe() {
		this.shop.failing(99);
		ToolResult result = status(tools(ToolFixture.RESILIENCE.withMaxAttempts(3)));
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.text()).doesNotContain("db.internal");
		assertThat(this.shop.asked).hasValue(3);
	}

	@Test
	void whatAToolSaysOfACallIsNotAskedTwice() {
		this.shop.status = () -> {
			throw new ToolException("There is no such order.");
		};
		assertThat(status(tools(ToolFixture.RESILIENCE)).text()).isEqualTo("There is no such order.");
		assertThat(this.shop.asked).hasValue(1);
	}

	@Test
	void aToolMaySayThatItsFailurePasses() {
		this.shop.status = () -> {
			throw ToolException.retryable("The shop is closed right now.", null);
		};
		assertThat(status(tools(ToolFixture.RESILIENCE)).text()).isEqualTo("The shop is closed right now.");
		assertThat(this.shop.asked).hasValue(2);
	}

	@Test
	void aToolWithSideEffectsIsCalledOnce() {
		this.shop.cancel = () -> {
			throw new IllegalStateException("who knows whether it was cancelled");
		};
		ToolResult result = ToolFixture.execute(tools(ToolFixture.RESILIENCE), "order_cancel", ORDER);
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.shop.cancelled).hasValue(1);
	}

	@Test
	void noRetryIsBegunThatWouldTakeMostOfTheTimeLeft() {
		this.shop.failing(99);
		ToolResult result = status(tools(new ResilienceProperties(3, Duration.ofSeconds(10), Duration.ofSeconds(20), 8,
				Duration.ZERO, new RetryBudget.Limits(10, 1000, Duration.ofSeconds(10)), BREAKER)));
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(this.shop.asked).hasValue(1);
	}

	@Test
	void pastTheRetryBudgetNothingIsTriedAgain() {
		this.shop.failing(99);
		status(tools(new ResilienceProperties(3, Duration.ofMillis(10), Duration.ofMillis(20), 8, Duration.ZERO,
				new RetryBudget.Limits(0, 1, Duration.ofSeconds(60)), BREAKER)));
		assertThat(this.shop.asked).hasValue(2);
		assertThat(retries("true")).isOne();
		assertThat(retries("false")).isOne();
	}

	@Test
	void aToolThatKeepsFailingIsSparedAndTriedAgainLater() {
		Toolset tools = breaking(breaker(Duration.ofSeconds(3)));
		this.shop.failing(MINIMUM);
		assertThat(outcomes(tools, "order_status", MINIMUM)).containsOnly(Outcome.FAILED);
		ToolResult spared = status(tools);
		assertThat(spared.outcome()).isEqualTo(Outcome.CIRCUIT_OPEN);
		assertThat(spared.text()).contains("was not called");
		assertThat(this.shop.asked).hasValue(MINIMUM);
		assertThat(open()).isOne();
		await().until(() -> status(tools).outcome() == Outcome.OK);
		assertThat(open()).isZero();
	}

	@Test
	void oneToolsCircuitIsNotAnothers() {
		Toolset tools = breaking(BREAKER);
		this.shop.failing(99);
		outcomes(tools, "order_status", MINIMUM + 1);
		assertThat(ToolFixture.execute(tools, "order_archive", ORDER).outcome()).isEqualTo(Outcome.OK);
	}

	@Test
	void toolsThatDoNotAnswerInTimeOpenTheirCircuit() {
		Toolset tools = breaking(BREAKER, IMPATIENCE);
		this.shop.status = Shop::silence;
		assertThat(outcomes(tools, "order_status", MINIMUM)).containsOnly(Outcome.TIMED_OUT);
		// It is a call's own thread that tells the breaker, as soon as it is interrupted.
		await().until(() -> status(tools).outcome() == Outcome.CIRCUIT_OPEN);
	}

	@Test
	void whatIsNotTheToolsFaultDoesNotOpenItsCircuit() {
		// On a busy machine a call that does not wait may exceed its time, too.
		Promised.once(this::assertWhatIsNotTheToolsFaultDoesNotOpenItsCircuit);
	}

	private void assertWhatIsNotTheToolsFaultDoesNotOpenItsCircuit() {
		Toolset tools = breaking(BREAKER, IMPATIENCE);
		this.shop.status = () -> {
			throw new ToolException("There is no such order.");
		};
		outcomes(tools, "order_status", MINIMUM);
		this.shop.status = Shop::silence;
		for (int i = 0; i < MINIMUM; i++) {
			List<ToolResult> cut = tools.execute(List.of(call("order_status", ORDER)), context(Duration.ofMillis(20)),
					ToolListener.NONE);
			assertThat(cut.getFirst().outcome()).isEqualTo(Outcome.TIMED_OUT);
		}
		outcomes(tools, "order_status", 1);
		this.shop.failing(0);
		assertThat(status(tools).outcome()).isEqualTo(Outcome.OK);
	}

	@Test
	void noMoreCallsOfAToolAreMadeAtATimeThanMayBe() {
		Toolset tools = crowded(2, Duration.ZERO);
		this.shop.status = this.shop::stubbornness;
		ToolListener opener = new ToolListener() {
			@Override
			public void finished(ToolResult result) {
				ToolResilienceTests.this.shop.release.countDown();
			}
		};
		List<ToolResult> results = tools.execute(calls("order_status", 3), context(Duration.ofSeconds(10)), opener);
		assertThat(results).extracting(ToolResult::outcome)
			.containsExactlyInAnyOrder(Outcome.OK, Outcome.OK, Outcome.BULKHEAD_FULL);
		assertThat(results).extracting(ToolResult::text).anyMatch((text) -> text.contains("too busy"));
		assertThat(this.shop.asked).hasValue(2);
	}

	@Test
	void aCallWaitsALittleForItsTurn() {
		Toolset tools = crowded(1, Duration.ofSeconds(5));
		this.shop.status = () -> {
			LockSupport.parkNanos(1_000_000);
			return "on its way";
		};
		assertThat(tools.execute(calls("order_status", 8), context(Duration.ofSeconds(10)), ToolListener.NONE))
			.extracting(ToolResult::outcome)
			.containsOnly(Outcome.OK);
	}

	@Test
	void aCallThatWasGivenUpKeepsItsPlaceUntilItHasEnded() {
		Toolset tools = crowded(1, Duration.ZERO, IMPATIENCE);
		this.shop.status = this.shop::stubbornness;
		assertThat(status(tools).outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(status(tools).outcome()).isEqualTo(Outcome.BULKHEAD_FULL);
		assertThat(places()).isZero();
		this.shop.release.countDown();
		await().until(() -> places() == 1);
		await().until(() -> status(tools).outcome() == Outcome.OK);
	}

	private static CircuitBreakerLimits breaker(Duration open) {
		return new CircuitBreakerLimits(50, MINIMUM, Duration.ofSeconds(30), open, 1);
	}

	private Toolset breaking(CircuitBreakerLimits breaker) {
		return breaking(breaker, PATIENCE);
	}

	private Toolset breaking(CircuitBreakerLimits breaker, Duration timeout) {
		return tools(new ResilienceProperties(1, Duration.ofMillis(10), Duration.ofMillis(20), 64, Duration.ZERO,
				new RetryBudget.Limits(10, 10, Duration.ofSeconds(10)), breaker), timeout);
	}

	private Toolset crowded(int places, Duration wait) {
		return crowded(places, wait, PATIENCE);
	}

	private Toolset crowded(int places, Duration wait, Duration timeout) {
		return tools(new ResilienceProperties(1, Duration.ofMillis(10), Duration.ofMillis(20), places, wait,
				new RetryBudget.Limits(10, 10, Duration.ofSeconds(10)), BREAKER), timeout);
	}

	private Toolset tools(ResilienceProperties resilience) {
		return tools(resilience, PATIENCE);
	}

	private Toolset tools(ResilienceProperties resilience, Duration timeout) {
		PerTool limited = new PerTool(timeout, null, null, null, null, null, null, null, null);
		this.fixture = new ToolFixture().with(this.shop)
			.configured(ToolFixture.properties(resilience, Map.of("order_status", limited, "order_cancel", limited)));
		return this.fixture.all();
	}

	private static ToolResult status(Toolset tools) {
		return ToolFixture.execute(tools, "order_status", ORDER);
	}

	private static List<Outcome> outcomes(Toolset tools, String tool, int calls) {
		return IntStream.range(0, calls).mapToObj((_) -> ToolFixture.execute(tools, tool, ORDER).outcome()).toList();
	}

	private static List<RequestedCall> calls(String tool, int count) {
		return Stream.generate(() -> call(tool, ORDER)).limit(count).toList();
	}

	private double retries(String granted) {
		return this.fixture.meters.get("agent.tool.retries")
			.tags("tool", "order_status", "granted", granted)
			.counter()
			.count();
	}

	private double open() {
		return this.fixture.meters.get("resilience4j.circuitbreaker.state")
			.tags("name", "order_status", "state", "open")
			.gauge()
			.value();
	}

	private double places() {
		return this.fixture.meters.get("resilience4j.bulkhead.available.concurrent.calls")
			.tags("name", "order_status")
			.gauge()
			.value();
	}

}
