package dev.agentservice.agent;

import java.util.List;
import java.util.Map;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.simulator.chat.ToolCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/** What flags do to the loop. */
class FlaggedRunTests {

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	@Test
	void oneAfterAnotherEachResultIsKnownBeforeTheNextCallBegins() {
		LoopFixture.Attempt attempt = attempt(Map.of("parallel-tool-execution", false));
		loop.anthropic()
			.next(toolCalls(probe("call_a", "a"), probe("call_b", "nothing"), probe("call_c", "c")),
					answer("It is 42."));
		Answered result = attempt.run();
		assertThat(loop.toolCalls()).containsExactly("a", "nothing", "nothing", "c");
		assertThat(result.steps()).extracting(Step::outcome).containsExactly("ok", "ok", "failed", "ok", "ok");
		List<String> order = attempt.events.stream()
			.filter((event) -> event instanceof StepStarted || event instanceof StepFinished)
			.map((event) -> event.getClass().getSimpleName())
			.toList();
		assertThat(order).hasSize(10);
		for (int i = 0; i < order.size(); i += 2) {
			assertThat(order.subList(i, i + 2)).containsExactly("StepStarted", "StepFinished");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "nobody/model", "openai/unheard-of", "no model" })
	void aModelThatCannotBeUsedAnyMoreLeavesTheAgentFilesOwn(String model) {
		double before = unusable();
		loop.anthropic().next(answer("From the file."));
		Answered result = attempt(Map.of("simple-model", model)).run();
		assertThat(result.model()).isEqualTo(LoopFixture.ANTHROPIC);
		assertThat(unusable()).isEqualTo(before + 1);
	}

	@Test
	void aModelThatStandsInHasTheAgentsFallbacks() {
		loop.openai().next(status(400));
		loop.anthropic().next(answer("From the fallback."));
		Answered result = attempt(Map.of("simple-model", LoopFixture.OPENAI))
			.of(LoopFixture.agent(8, "openai/gpt-4-turbo", LoopFixture.ANTHROPIC))
			.run();
		assertThat(result.model()).isEqualTo(LoopFixture.ANTHROPIC);
		assertThat(result.notices()).contains(Notice.FALLBACK_MODEL);
		assertThat(result.steps()).extracting(Step::name).containsExactly(LoopFixture.OPENAI, LoopFixture.ANTHROPIC);
	}

	private static LoopFixture.Attempt attempt(Map<String, Object> flags) {
		return loop.attempt(LoopFixture.ANTHROPIC).with(new ResolvedFlags(flags));
	}

	private static double unusable() {
		return loop.count("agent.flags.unusable", "flag", "simple-model");
	}

	private static ToolCall probe(String id, String what) {
		return call(id, "probe", "{\"what\": \"%s\"}".formatted(what));
	}

}
