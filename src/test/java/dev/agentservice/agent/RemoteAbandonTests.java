package dev.agentservice.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.agent.definition.RuntimeUse;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.TestJournal;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.responses.SimulatedLoops;
import dev.agentservice.support.problem.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Resumed runs that do not go on with a part at a provider: they are cancelled, their
 * agent runs elsewhere by now, or the part has expired.
 */
class RemoteAbandonTests {

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	@BeforeEach
	void clear() {
		loop.clear();
	}

	@Test
	void theResponseIsStopped() {
		List<JournalEntry> left = oneRound(RemoteRuntime.OPENAI_RESPONSES);
		left.add(open(RemoteRuntime.OPENAI_RESPONSES, "resp_left"));
		cancelled(RemoteRuntime.OPENAI_RESPONSES, left);
		assertThat(loop.simulator().responses().calls()).contains("POST /v1/responses/resp_left/cancel");
	}

	@Test
	void theSessionIsStoppedBeforeItIsDeleted() {
		List<JournalEntry> left = oneRound(RemoteRuntime.ANTHROPIC_MANAGED);
		String session = loop.simulator().sessions().kept().getLast();
		left.add(open(RemoteRuntime.ANTHROPIC_MANAGED, session + "/1"));
		int before = loop.simulator().sessions().calls().size();
		cancelled(RemoteRuntime.ANTHROPIC_MANAGED, left);
		await().until(() -> loop.simulator().sessions().kept().isEmpty());
		List<String> calls = loop.simulator().sessions().calls();
		assertThat(calls.subList(before, calls.size())).first()
			.asString()
			.startsWith("POST")
			.endsWith(session + "/events");
	}

	@Test
	void whatBeganWhereTheAgentRunsNoMoreIsStoppedThereAndPaidOnce() {
		RemoteStarted left = open(RemoteRuntime.OPENAI_RESPONSES, "resp_left");
		TestJournal journal = new TestJournal();
		loop.simulator().sessions().next(Act.say("Elsewhere."));
		LoopFixture.Attempt second = attempt(RemoteRuntime.ANTHROPIC_MANAGED).next(List.of(left)).into(journal);
		assertThat(second.run().answer()).isEqualTo("Elsewhere.");
		assertThat(loop.simulator().responses().calls()).contains("POST /v1/responses/resp_left/cancel");
		assertThat(loop.simulator().sessions().calls()).noneMatch((call) -> call.contains("resp_left"));
		assertThat(journal.entries().getFirst()).isInstanceOfSatisfying(RemoteEnded.class, (ended) -> {
			assertThat(ended.fallback()).isFalse();
			assertThat(ended.costNano()).as("in full: it is gone").isEqualTo(left.amountNano());
		});
		thirdAttemptLeavesItAlone(left, journal);
	}

	private static void thirdAttemptLeavesItAlone(RemoteStarted left, TestJournal journal) {
		int calls = loop.simulator().responses().calls().size();
		List<JournalEntry> all = new ArrayList<>(List.of(left, journal.entries().getFirst()));
		loop.simulator().sessions().next(Act.say("Again."));
		Answered result = attempt(RemoteRuntime.ANTHROPIC_MANAGED).next(all).next(all).run();
		assertThat(result.answer()).isEqualTo("Again.");
		assertThat(result.usage().costNano()).isGreaterThan(left.amountNano()).isLessThan(2 * left.amountNano());
		assertThat(loop.simulator().responses().calls()).hasSize(calls);
	}

	@Test
	void aSessionOfAnAgentThatRunsHereByNowIsStoppedAndDeleted() {
		List<JournalEntry> left = oneRound(RemoteRuntime.ANTHROPIC_MANAGED);
		String session = loop.simulator().sessions().kept().getLast();
		left.add(open(RemoteRuntime.ANTHROPIC_MANAGED, session + "/1"));
		loop.anthropic().next(toolCalls(call("refund", "{}")), answer("Here."));
		TestJournal journal = new TestJournal();
		assertThat(here().next(left).into(journal).run().answer()).isEqualTo("Here.");
		assertThat(journal.entries().getFirst()).isInstanceOf(RemoteEnded.class);
		await().until(() -> loop.simulator().sessions().kept().isEmpty());
		assertThat(loop.simulator().responses().calls()).isEmpty();
	}

	/** An agent whose file has lost its runtime. */
	private static LoopFixture.Attempt here() {
		AgentDefinition agent = LoopFixture.agent(LoopFixture.ANTHROPIC, 8);
		return loop.attempt(LoopFixture.ANTHROPIC)
			.of(new AgentDefinition(agent.name(), agent.description(), agent.models(), List.of("refund"),
					agent.toolFallback(), agent.limits(), agent.targets(), BuiltInTools.GUARD, agent.instructions(),
					agent.revision(), agent.source()));
	}

	@ParameterizedTest
	@EnumSource
	void whatIsLostIsAnsweredByOurOwnLoopWhereNothingWasDone(RemoteRuntime runtime) {
		RemoteStarted lost = open(runtime, "lost");
		loop.simulator().provider(runtime.provider()).next(answer("By myself."));
		TestJournal journal = new TestJournal();
		long before = expired(runtime);
		Answered result = attempt(runtime).next(List.of(lost)).into(journal).run();
		assertThat(result.answer()).isEqualTo("By myself.");
		assertThat(result.notices()).containsExactly(Notice.RUNTIME_FALLBACK);
		assertThat(result.steps().getFirst().outcome()).isEqualTo("expired");
		assertThat(expired(runtime)).isEqualTo(before + 1);
		assertThat(journal.entries()).singleElement().satisfies((entry) -> {
			assertThat(((RemoteEnded) entry).fallback()).isTrue();
			assertThat(((RemoteEnded) entry).costNano()).as("what was reserved for it").isEqualTo(lost.amountNano());
		});
		assertThat(loops(runtime).requests()).isEmpty();
	}

	/** How often a call of its model ended so. */
	private static long expired(RemoteRuntime runtime) {
		return loop.bean(MeterRegistry.class)
			.timer("gen_ai.client.operation.duration", "gen_ai.operation.name", "chat", "gen_ai.provider.name",
					runtime.provider(), "gen_ai.request.model", ModelId.parse(model(runtime)).name(), "error.type",
					"expired")
			.count();
	}

	private static void cancelled(RemoteRuntime runtime, List<JournalEntry> left) {
		assertThatExceptionOfType(RunCancelledException.class).isThrownBy(attempt(runtime).next(left).cancelled()::run);
		assertThat(loop.toolCalls()).isEmpty();
	}

	private static List<JournalEntry> oneRound(RemoteRuntime runtime) {
		TestJournal journal = new TestJournal(2);
		loops(runtime).next(Act.call("call_a", "refund", "{}")).next(Act.say("Done."));
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt(runtime).into(journal)::run);
		loops(runtime).forgetOrders();
		return new ArrayList<>(journal.entries());
	}

	private static RemoteStarted open(RemoteRuntime runtime, String id) {
		return new RemoteStarted(runtime.label(), id, model(runtime), 1, 2, 1000, 100, 0, 20_000_000, Duration.ZERO);
	}

	private static SimulatedLoops loops(RemoteRuntime runtime) {
		return (runtime == RemoteRuntime.OPENAI_RESPONSES) ? loop.simulator().responses() : loop.simulator().sessions();
	}

	private static String model(RemoteRuntime runtime) {
		return (runtime == RemoteRuntime.OPENAI_RESPONSES) ? "openai/gpt-4.1-mini" : LoopFixture.ANTHROPIC;
	}

	private static LoopFixture.Attempt attempt(RemoteRuntime runtime) {
		AgentDefinition agent = LoopFixture.agent(model(runtime), 8);
		return loop.attempt(model(runtime))
			.of(new AgentDefinition(agent.name(), agent.description(), agent.models(), List.of("refund"),
					agent.toolFallback(), agent.limits(), agent.targets(), BuiltInTools.GUARD, agent.instructions(),
					agent.revision(), agent.source(), KnowledgeUse.NONE,
					new RuntimeUse(runtime, true, List.of(), 10, null)))
			.within(Duration.ofSeconds(20));
	}

}
