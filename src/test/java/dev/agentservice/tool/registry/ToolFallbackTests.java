package dev.agentservice.tool.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

import dev.agentservice.support.resilience.CircuitBreakerLimits;
import dev.agentservice.support.resilience.RetryBudget;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolException;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.call.ToolListener;
import dev.agentservice.tool.call.Toolset;
import dev.agentservice.tool.resilience.ResilienceProperties;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.agentservice.tool.registry.ToolFixture.call;
import static dev.agentservice.tool.registry.ToolFixture.context;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ToolFallbackTests {

	private static final int MINIMUM = 4;

	private static final ResilienceProperties RESILIENCE = new ResilienceProperties(2, Duration.ofMillis(10),
			Duration.ofMillis(50), 8, Duration.ZERO, new RetryBudget.Limits(10, 1000, Duration.ofSeconds(10)),
			new CircuitBreakerLimits(50, MINIMUM, Duration.ofSeconds(30), Duration.ofMinutes(1), 1));

	private static final Map<String, String> FALLBACK = Map.of("order_status", "order_archive", "order_cancel",
			"order_archive");

	private static final RequestedCall STATUS = call("order_status", "{\"order\": 7}");

	private static final RequestedCall CANCEL = call("order_cancel", "{\"order\": 7}");

	private final Shop shop = new Shop();

	private final ToolFixture fixture = new ToolFixture().with(this.shop)
		.configured(ToolFixture.properties(RESILIENCE, Map.of()));

	private final Tools all = this.fixture.tools();

	private final Toolset tools = this.all.select(List.of("order_status", "order_cancel"), FALLBACK);

	private final List<String> heard = new ArrayList<>();

	@Test
	void whatGoesOnFailingIsAskedOfTheFallbackWithTheSameArguments() {
		this.shop.failing(99);
		ToolResult result = execute(STATUS);
		assertThat(result.outcome()).isEqualTo(Outcome.OK);
		assertThat(result.text()).isEqualTo("7 delivered in spring");
		assertThat(result.tool()).isEqualTo("order_archive");
		assertThat(result.isOfFallback()).isTrue();
		assertThat(this.shop.asked).hasValue(2);
	}

	@Test
	void theModelIsToldTheResultAsThatOfTheCallItMade() {
		this.shop.failing(99);
		ToolResult result = execute(STATUS);
		assertThat(result.call()).isEqualTo(STATUS);
		assertThat(result.isError()).isFalse();
	}

	@Test
	void theListenerHearsOfBothCalls() {
		this.shop.failing(99);
		execute(STATUS);
		assertThat(this.heard).containsExactly("started order_status", "order_status failed", "started order_archive",
				"order_archive ok for order_status");
	}

	@Test
	void bothCallsAreCountedAndTheChange() {
		this.shop.failing(99);
		execute(STATUS);
		assertThat(this.fixture.meters.get("agent.tool.calls")
			.tags("tool", "order_status", "outcome", "failed")
			.timer()
			.count()).isOne();
		assertThat(this.fixture.meters.get("agent.tool.calls")
			.tags("tool", "order_archive", "outcome", "ok")
			.timer()
			.count()).isOne();
		assertThat(this.fixture.meters.get("agent.tool.fallbacks")
			.tags("tool", "order_status", "fallback", "order_archive")
			.counter()
			.count()).isOne();
	}

	@Test
	void aToolThatDoesNotAnswerInTimeIsReplaced() {
		this.shop.status = Shop::silence;
		assertThat(execute(hasty(), STATUS).text()).isEqualTo("7 delivered in spring");
		assertThat(this.heard).contains("order_status timed_out");
	}

	@Test
	void aToolThatIsSparedIsReplacedAtOnce() {
		this.shop.failing(99);
		execute(STATUS);
		execute(STATUS);
		assertThat(this.shop.asked).hasValue(MINIMUM);
		assertThat(execute(STATUS).text()).isEqualTo("7 delivered in spring");
		assertThat(this.shop.asked).hasValue(MINIMUM);
		assertThat(this.heard).contains("order_status circuit_open");
	}

	@Test
	void whatAToolSaysOfACallIsTheAnswer() {
		this.shop.status = throwing(new ToolException("There is no such order."));
		assertThat(execute(STATUS).text()).isEqualTo("There is no such order.");
		assertThat(this.shop.archived).hasValue(0);
	}

	@Test
	void argumentsThatDoNotFitAreNotAskedOfTheFallback() {
		assertThat(execute(call("order_status", "{\"order\": 7, \"year\": 2020}")).outcome())
			.isEqualTo(Outcome.INVALID_ARGUMENTS);
		assertThat(this.shop.archived).hasValue(0);
	}

	@Test
	void ifTheFallbackFailsTooTheModelIsToldSafely() {
		this.shop.failing(99);
		this.shop.archive = throwing(new IllegalStateException("db.internal"));
		ToolResult result = execute(STATUS);
		assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
		assertThat(result.text()).contains("failed").doesNotContain("db.internal");
		assertThat(this.heard).contains("order_archive failed for order_status");
	}

	@Test
	void aFallbackMayHaveAFallback() {
		this.shop.failing(99);
		this.shop.archive = throwing(new IllegalStateException("burnt down"));
		Toolset chain = this.all.select(List.of("order_status"),
				Map.of("order_status", "order_archive", "order_archive", "order_cellar"));
		ToolResult result = chain.execute(List.of(STATUS), context(Duration.ofSeconds(10)), new Recorder(this.heard))
			.getFirst();
		assertThat(result.text()).isEqualTo("in the cellar");
		assertThat(this.heard).filteredOn((event) -> event.startsWith("started")).hasSize(3);
	}

	@Test
	void fallbacksThatMustRunAloneDo() {
		this.shop.failing(99);
		Toolset lonely = this.all.select(List.of("order_status"), Map.of("order_status", "order_cellar"));
		assertThat(lonely.execute(List.of(STATUS, STATUS, STATUS), context(Duration.ofSeconds(10)), ToolListener.NONE))
			.extracting(ToolResult::text)
			.containsOnly("in the cellar");
	}

	@Test
	void aSideEffectThatMayHaveHappenedIsNotReplaced() {
		this.shop.cancel = throwing(new IllegalStateException("connection lost"));
		assertThat(execute(CANCEL).outcome()).isEqualTo(Outcome.FAILED);
		this.shop.cancel = Shop::silence;
		ToolResult silent = execute(hasty(), CANCEL);
		assertThat(silent.outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(silent.text()).contains("Whether it took effect is unknown");
		assertThat(this.shop.archived).hasValue(0);
	}

	@Test
	void aSideEffectThatCannotHaveHappenedIsReplaced() {
		this.shop.cancel = throwing(new IllegalStateException("connection lost"));
		for (int i = 0; i < MINIMUM; i++) {
			execute(CANCEL);
		}
		assertThat(execute(CANCEL).text()).isEqualTo("7 delivered in spring");
		assertThat(this.shop.cancelled).hasValue(MINIMUM);
	}

	@Test
	void nothingIsReplacedOnceTheTimeOfTheRunIsOver() {
		this.shop.status = Shop::silence;
		ToolResult result = this.tools.execute(List.of(STATUS), context(Duration.ofMillis(50)), ToolListener.NONE)
			.getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.TIMED_OUT);
		assertThat(this.shop.archived).hasValue(0);
	}

	@Test
	void theModelDoesNotKnowAFallbackThatIsNotOnTheList() {
		assertThat(this.tools.specifications()).extracting((tool) -> tool.name())
			.containsExactly("order_status", "order_cancel");
		assertThat(execute(call("order_archive", "{\"order\": 7}")).outcome()).isEqualTo(Outcome.UNKNOWN_TOOL);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			order_status  | nothing       | there is no tool 'nothing'
			order_archive | order_status  | the agent does not use 'order_archive'
			order_status  | order_status  | in a circle
			order_status  | order_cancel  | it has side effects
			order_status  | customer      | it needs 'name', which 'order_status' does not have
			order_status  | customer      | it does not take 'order'
			customer      | order_status  | it does not take 'name'
			""")
	void aToolThatCouldNotTakeTheOthersPlaceIsRefused(String tool, String fallback, String reason) {
		assertThatExceptionOfType(UnusableFallbackException.class)
			.isThrownBy(
					() -> this.all.select(List.of("order_status", "order_cancel", "customer"), Map.of(tool, fallback)))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.tool()).isEqualTo(tool));
	}

	@Test
	void fallbacksMustNotLeadInACircle() {
		Tools twins = new ToolFixture().with(new Twins()).tools();
		assertThatExceptionOfType(UnusableFallbackException.class)
			.isThrownBy(() -> twins.select(List.of("*"), Map.of("castor", "pollux", "pollux", "castor")))
			.withMessageContaining("in a circle");
	}

	@Test
	void aFallbackMustTakeTheSameKindsOfValuesAndNeedNoMore() {
		Tools twins = new ToolFixture().with(new Twins()).tools();
		assertMisfit(twins, "castor", "number", "another kind of value for 'star'");
		assertMisfit(twins, "sometimes", "castor", "it needs 'star', which 'sometimes' does not always have");
	}

	private static void assertMisfit(Tools tools, String tool, String fallback, String reason) {
		assertThatExceptionOfType(UnusableFallbackException.class)
			.isThrownBy(() -> tools.select(List.of("*"), Map.of(tool, fallback)))
			.withMessageContaining(reason);
	}

	private ToolResult execute(RequestedCall call) {
		return execute(this.tools, call);
	}

	private ToolResult execute(Toolset tools, RequestedCall call) {
		return tools.execute(List.of(call), context(Duration.ofSeconds(10)), new Recorder(this.heard)).getFirst();
	}

	/** The same tools, which are not waited for so long. */
	private Toolset hasty() {
		PerTool limited = new PerTool(Duration.ofMillis(500), null, null, null, null, null, null, null, null);
		return new ToolFixture().with(this.shop)
			.configured(ToolFixture.properties(RESILIENCE, Map.of("order_status", limited, "order_cancel", limited)))
			.tools()
			.select(List.of("order_status", "order_cancel"), FALLBACK);
	}

	private static Callable<String> throwing(RuntimeException failure) {
		return () -> {
			throw failure;
		};
	}

	private record Recorder(List<String> heard) implements ToolListener {

		@Override
		public void started(ToolExecutionRequest call) {
			this.heard.add("started " + call.name());
		}

		@Override
		public void fellBack(ToolResult failed) {
			this.heard.add(failed.tool() + " " + failed.outcome().label());
		}

		@Override
		public void finished(ToolResult result) {
			this.heard.add(result.tool() + " " + result.outcome().label() + " for " + result.call().name());
		}

	}

}
