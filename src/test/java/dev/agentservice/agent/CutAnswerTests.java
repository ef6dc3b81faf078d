package dev.agentservice.agent;

import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A streamed answer that is cut while the fallback is down. */
@BesideOthers
class CutAnswerTests {

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.llm.resilience.backoff", "20ms")
		.with("agent-service.llm.resilience.retry-budget.floor", "1000");

	private static LoopFixture.Attempt attempt() {
		return loop.attempt(LoopFixture.ANTHROPIC)
			.of(LoopFixture.agent(8, LoopFixture.ANTHROPIC, LoopFixture.OPENAI))
			.asStream();
	}

	@Test
	void anAnswerThatIsCutIsBegunAnewByTheSameModelIfItsFallbackIsDown() {
		loop.anthropic().next(answer("Once upon a time there was a model.").cutAfterChunks(3), answer("Here."));
		loop.openai().always(status(503));
		LoopFixture.Attempt attempt = attempt();
		Answered result = attempt.run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(result.model()).isEqualTo(LoopFixture.ANTHROPIC);
		assertThat(result.notices()).isEmpty();
		assertThat(result.steps().stream().map((step) -> step.name() + " " + step.outcome()))
			.startsWith(LoopFixture.ANTHROPIC + " connection")
			.endsWith(LoopFixture.ANTHROPIC + " ok");
		int taken = attempt.events.indexOf(new AnswerReset(AnswerReset.Reason.FAILOVER));
		assertThat(text(attempt.events.subList(0, taken))).isNotEmpty();
		assertThat(text(attempt.events.subList(taken, attempt.events.size()))).isEqualTo("Here.");
		assertThat(loop.anthropic().requests()).hasSize(2);
	}

	@Test
	void anAnswerThatIsCutTwiceIsNoAnswerIfTheFallbackIsDown() {
		loop.anthropic().always(answer("Once upon a time there was a model.").cutAfterChunks(3));
		loop.openai().always(status(503));
		assertThat(catchThrowableOfType(ProblemException.class, attempt()::run).code())
			.isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
		assertThat(loop.anthropic().requests()).hasSize(2);
	}

	private static String text(List<RunEvent> events) {
		return events.stream()
			.filter(AnswerDelta.class::isInstance)
			.map((event) -> ((AnswerDelta) event).text())
			.collect(Collectors.joining());
	}

}
