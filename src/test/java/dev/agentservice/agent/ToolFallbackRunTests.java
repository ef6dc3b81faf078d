package dev.agentservice.agent;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.journal.TestJournal;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/** Runs of an agent whose tool {@code probe} has the fallback {@code spare}. */
@BesideOthers
class ToolFallbackRunTests {

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.tools.resilience.backoff", "10ms")
		.with("agent-service.tools.resilience.breaker.minimum-calls", "1000");

	@Test
	void theModelGetsTheFallbacksResultAndTheClientANotice() {
		loop.anthropic().next(toolCalls(call("call_a", "probe", "{\"what\": \"nothing\"}")), answer("Found."));
		Answered result = attempt().run();
		assertThat(loop.anthropic().requests().getLast().freshResults()).extracting(Turn.ToolResult::text)
			.containsExactly("Elsewhere nothing is 43.");
		assertThat(result.notices()).containsExactly(Notice.TOOL_FALLBACK);
		assertThat(names(result.steps())).containsExactly(LoopFixture.ANTHROPIC + " ok", "probe failed", "spare ok",
				LoopFixture.ANTHROPIC + " ok");
		assertThat(loop.toolCalls()).containsExactly("nothing", "nothing", "spare nothing");
	}

	@Test
	void bothCallsAreTold() {
		loop.anthropic().next(toolCalls(call("call_a", "probe", "{\"what\": \"nothing\"}")), answer("Found."));
		LoopFixture.Attempt attempt = attempt();
		Answered result = attempt.run();
		assertThat(attempt.events).filteredOn(StepStarted.class::isInstance)
			.extracting((event) -> ((StepStarted) event).name())
			.containsExactly(LoopFixture.ANTHROPIC, "probe", "spare", LoopFixture.ANTHROPIC);
		assertThat(attempt.events).filteredOn(StepFinished.class::isInstance)
			.extracting((event) -> ((StepFinished) event).step())
			.containsExactlyElementsOf(result.steps());
	}

	@Test
	void aFallbackThatFailsTooIsNoNotice() {
		loop.anthropic().next(toolCalls(call("call_a", "probe", "{\"what\": \"nothing\"}")), answer("Sorry."));
		Answered result = attempt(Map.of("probe", "broken_spare")).run();
		assertThat(result.notices()).isEmpty();
		assertThat(names(result.steps())).contains("probe failed", "broken_spare failed");
	}

	@Test
	void theFallbacksResultIsKeptUnderTheCallSoThatTheNextAttemptCallsNothing() {
		loop.anthropic().next(toolCalls(call("call_a", "probe", "{\"what\": \"nothing\"}")), status(400));
		TestJournal journal = new TestJournal(2);
		LoopFixture.Attempt first = attempt().into(journal);
		assertThat(catchThrowable(first::run)).isNotNull();
		assertThat(journal.entries().getLast()).isInstanceOfSatisfying(ToolAnswered.class, (answer) -> {
			assertThat(answer.result().callId()).isEqualTo("call_a");
			assertThat(answer.result().name()).isEqualTo("probe");
			assertThat(answer.fallback()).isEqualTo("spare");
		});
		loop.clear();
		loop.anthropic().next(answer("Found."));
		Answered result = first.next(journal.entries()).run();
		assertThat(loop.toolCalls()).isEmpty();
		assertThat(result.notices()).containsExactly(Notice.TOOL_FALLBACK);
		assertThat(names(result.steps())).containsExactly(LoopFixture.ANTHROPIC + " ok", "spare ok",
				LoopFixture.ANTHROPIC + " ok");
	}

	@Test
	void thatAResultWasKnownSurvivesInTheJournal() {
		await().until(() -> {
			loop.clear();
			loop.anthropic().next(toolCalls(call("call_a", "known", "{}")), answer("Known."));
			return attempt().run().notices().contains(Notice.CACHED_RESULT);
		});
		loop.anthropic().next(toolCalls(call("call_a", "known", "{}")), answer("Known."));
		TestJournal journal = new TestJournal();
		LoopFixture.Attempt first = attempt().into(journal);
		Answered result = first.run();
		assertThat(result.steps().get(1).cached()).isTrue();
		loop.anthropic().next(answer("Known."));
		Answered resumed = first.next(journal.entries()).run();
		assertThat(resumed.notices()).containsExactly(Notice.CACHED_RESULT);
		assertThat(resumed.steps().get(1)).isEqualTo(result.steps().get(1));
		assertThat(loop.toolCalls()).isEmpty();
	}

	private static LoopFixture.Attempt attempt() {
		return attempt(Map.of("probe", "spare"));
	}

	private static LoopFixture.Attempt attempt(Map<String, String> fallback) {
		ModelId model = ModelId.parse(LoopFixture.ANTHROPIC);
		return loop.attempt(LoopFixture.ANTHROPIC)
			.of(new AgentDefinition("assistant", "",
					new AgentDefinition.Models(model, model, List.of(), AgentDefinition.AfterCut.RESTART, null),
					List.of("probe", "known"), fallback,
					new AgentDefinition.Limits(BigDecimal.ONE, 8, Duration.ofSeconds(20)), BuiltInTools.TARGETS,
					BuiltInTools.GUARD, "Be brief.", "0123456789abcdef", ""));
	}

	private static List<String> names(List<Step> steps) {
		return steps.stream().map((step) -> step.name() + " " + step.outcome()).toList();
	}

}
