package dev.agentservice.tool.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.tool.InDoubt;
import dev.agentservice.tool.RequestedCall;
import dev.agentservice.tool.ToolCheck;
import dev.agentservice.tool.ToolDefinitionException;
import dev.agentservice.tool.ToolEffect;
import dev.agentservice.tool.ToolPolicy;
import dev.agentservice.tool.ToolResult;
import dev.agentservice.tool.ToolResult.Outcome;
import dev.agentservice.tool.ToolSettings;
import dev.agentservice.tool.ToolsProperties.PerTool;
import dev.agentservice.tool.registry.ToolFixture;
import dev.langchain4j.agent.tool.P;
import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/** What is known of calls with side effects before they begin, and what after a crash. */
@BesideOthers
class IntentTests {

	private final Bank bank = new Bank();

	private final ToolFixture fixture = new ToolFixture().with(this.bank);

	private final Ear ear = new Ear(this.bank);

	@Test
	void callsThatStartTogetherAreIntendedTogetherBeforeOneBegins() {
		execute(call(0, "pay", "{\"to\": \"a\"}"), call(1, "look", "{}"), call(2, "pay", "{\"to\": \"b\"}"),
				call(3, "alone", "{}"), call(4, "alone", "{}"));
		assertThat(this.ear.heard).hasSize(2).first().isEqualTo("[c0.0 pay, c0.2 pay, c0.3 alone] after 0 effects");
		assertThat(this.ear.heard).last().asString().startsWith("[c0.4 alone] after");
	}

	@Test
	void whatIsNotCalledIsNotIntended() {
		execute(call(0, "look", "{}"), call(1, "pay", "{}"), call(2, "nope", "{}"));
		assertThat(this.ear.heard).isEmpty();
		this.ear.objection = "not now";
		execute(call(0, "pay", "{\"to\": \"a\"}"));
		assertThat(this.ear.heard).isEmpty();
		assertThat(this.bank.effects).isEmpty();
	}

	@Test
	void nothingIsCalledWhereTheIntentIsRefused() {
		this.ear.refusal = new IllegalStateException("asked to stop");
		assertThatIllegalStateException().isThrownBy(() -> execute(call(0, "pay", "{\"to\": \"a\"}")));
		assertThat(this.bank.effects).isEmpty();
	}

	@Test
	void whoIsNotCertainToOwnTheRunCallsNothingThatHasSideEffects() {
		this.ear.owned = false;
		List<ToolResult> results = execute(call(0, "pay", "{\"to\": \"a\"}"), call(1, "look", "{}"));
		assertThat(results).extracting(ToolResult::outcome).containsExactly(Outcome.REFUSED, Outcome.OK);
		assertThat(this.bank.effects).isEmpty();
	}

	@Test
	void theKeyIsTheSameInEveryAttemptAndAnotherForEveryOtherCall() {
		execute(call(0, "pay", "{\"to\": \"a\", \"cents\": 1}"), call(1, "pay", "{\"to\": \"a\", \"cents\": 1}"),
				call(2, "pay", "{\"to\": \"b\"}"));
		List<String> keys = List.copyOf(this.bank.keys);
		assertThat(keys).hasSize(3).doesNotHaveDuplicates().allMatch((key) -> key.matches("[0-9a-f]{64}"));
		this.bank.keys.clear();
		execute(call(0, "pay", "{\"cents\": 1.0, \"to\": \"a\"}"));
		assertThat(keys).containsAll(this.bank.keys);
	}

	@Test
	void aCallInDoubtIsToldAndNotMade() {
		ToolResult result = resume("pay", "pay").getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(result.tool()).isEqualTo("pay");
		assertThat(result.text()).contains("Whether it took effect is unknown");
		assertThat(this.bank.effects).isEmpty();
		assertThat(this.ear.heard).isEmpty();
		assertThat(this.fixture.meters.counter("agent.tool.in_doubt", "tool", "pay").count()).isOne();
	}

	@Test
	void aToolThatIsGoneIsInDoubt() {
		ToolResult result = resume("pay", "payout").getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(result.tool()).isEqualTo("payout");
	}

	@Test
	void aCallThatMayBeRepeatedIsMadeAgainWithItsKey() {
		execute(call(0, "order", "{\"to\": \"a\"}"));
		assertThat(resume("order", "order").getFirst().outcome()).isEqualTo(Outcome.OK);
		assertThat(this.bank.keys).hasSize(2);
		assertThat(this.bank.keys.getFirst()).isEqualTo(this.bank.keys.getLast());
		assertThat(this.ear.heard).hasSize(2);
	}

	@Test
	void aRepeatedCallMayBeObjectedTo() {
		this.ear.objection = "not now";
		assertThat(resume("order", "order").getFirst().outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(this.bank.effects).isEmpty();
	}

	@Test
	void whatIsKnownToHaveHappenedIsItsResult() {
		this.bank.effect = new ToolEffect.Happened("Transferred before.");
		ToolResult result = resume("transfer", "transfer").getFirst();
		assertThat(result.outcome()).isEqualTo(Outcome.OK);
		assertThat(result.text()).isEqualTo("Transferred before.");
		assertThat(this.bank.effects).isEmpty();
		assertThat(this.bank.keys).as("asked with the key of the call").hasSize(1);
	}

	@Test
	void whatIsAbsentIsAskedForAgainOnceNobodyElseCanBeAtWork() {
		this.bank.effect = new ToolEffect.Absent();
		this.ear.untilRepeatable = Duration.ofMillis(20);
		assertThat(resume("transfer", "transfer").getFirst().outcome()).isEqualTo(Outcome.OK);
		assertThat(this.bank.asked).isEqualTo(2);
		assertThat(this.bank.effects).containsExactly("transfer a");
		this.ear.untilRepeatable = Duration.ofHours(1);
		assertThat(resume("transfer", "transfer").getFirst().outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(this.bank.effects).hasSize(1);
	}

	@Test
	void whatNobodyKnowsIsTold() {
		assertThat(resume("transfer", "transfer").getFirst().outcome()).isEqualTo(Outcome.IN_DOUBT);
		this.bank.broken = true;
		assertThat(resume("transfer", "transfer").getFirst().outcome()).isEqualTo(Outcome.IN_DOUBT);
		this.bank.slow = true;
		assertThat(this.fixture.all()
			.execute(List.of(call(0, "transfer", "{\"to\": \"a\"}").intended("transfer")),
					ToolFixture.context(Duration.ofMillis(300)), this.ear)
			.getFirst()
			.outcome()).isEqualTo(Outcome.IN_DOUBT);
		assertThat(this.bank.effects).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(value = InDoubt.class, names = { "ASK", "RETRY", "CHECK" })
	void whatCouldNotBeDoneStopsTheStart(InDoubt policy) {
		PerTool configured = new PerTool(null, null, null, null, policy, null, null, null, null);
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new Bank())
				.configured(ToolFixture.properties(ToolFixture.RESILIENCE, Map.of("pay", configured)))
				.tools())
			.withMessageContaining(switch (policy) {
				case ASK -> "approvals";
				case RETRY -> "idempotent";
				case CHECK, TELL -> "@ToolCheck(\"pay\")";
			});
	}

	@Test
	void aCheckOfWhatTheToolDoesNotTakeStopsTheStart() {
		assertThatExceptionOfType(ToolDefinitionException.class)
			.isThrownBy(() -> new ToolFixture().with(new Stranger()).tools())
			.withMessageContainingAll("Stranger.wasSent", "whom");
	}

	private List<ToolResult> execute(RequestedCall... calls) {
		return this.fixture.all().execute(List.of(calls), ToolFixture.context(Duration.ofMinutes(1)), this.ear);
	}

	/** The next attempt of a call of which only the intent is known. */
	private List<ToolResult> resume(String tool, String intended) {
		return execute(call(0, tool, "{\"to\": \"a\"}").intended(intended));
	}

	private static RequestedCall call(int index, String tool, String arguments) {
		return new RequestedCall(0, index,
				ToolExecutionRequest.builder().id("call").name(tool).arguments(arguments).build(), null);
	}

	/** Hears intents, and how many effects there were by then. */
	private static final class Ear implements ToolListener {

		private final Bank bank;

		private final List<String> heard = new ArrayList<>();

		private volatile boolean owned = true;

		private String objection = "";

		private @Nullable RuntimeException refusal;

		private Duration untilRepeatable = Duration.ZERO;

		Ear(Bank bank) {
			this.bank = bank;
		}

		@Override
		public void intend(List<ToolIntent> intents) {
			if (this.refusal != null) {
				throw this.refusal;
			}
			this.heard.add(intents.stream().map((intent) -> intent.call() + " " + intent.tool()).toList() + " after "
					+ this.bank.effects.size() + " effects");
		}

		@Override
		public Optional<String> objection(ToolExecutionRequest call, ToolSettings tool) {
			return Optional.of(this.objection).filter((text) -> !text.isEmpty());
		}

		@Override
		public boolean mayStillCall() {
			return this.owned;
		}

		@Override
		public Duration untilRepeatable() {
			return this.untilRepeatable;
		}

	}

	/** A check that asks for what the tool does not know. */
	static class Stranger {

		@Tool
		@ToolPolicy(sideEffects = true, inDoubt = InDoubt.CHECK)
		void send(@P(name = "to", value = "whom") String to) {
		}

		@ToolCheck("send")
		ToolEffect wasSent(@P(name = "whom", value = "whom") String whom) {
			return new ToolEffect.Unknown();
		}

	}

}
