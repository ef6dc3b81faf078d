package dev.agentservice.agent;

import java.math.BigDecimal;
import java.time.Duration;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.AgentDefinition.Limits;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.llm.model.CallLimits;
import dev.agentservice.simulator.script.Scripted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs of an agent that limits how long a call may take, by providers that are patient.
 * What waits for the wrong thing fails at the run's 20 s.
 */
class CallLimitRunTests {

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	private static final Duration ONE_SECOND = Duration.ofSeconds(1);

	private static LoopFixture.Attempt attempt(CallLimits limits, Scripted fault) {
		loop.anthropic().always(fault);
		loop.openai().next(answer("Here."));
		AgentDefinition agent = LoopFixture.agent(8, LoopFixture.ANTHROPIC, LoopFixture.OPENAI);
		return loop.attempt(LoopFixture.ANTHROPIC)
			.of(new AgentDefinition(agent.name(), agent.description(), agent.models(), agent.tools(),
					agent.toolFallback(), new Limits(BigDecimal.ONE, 8, Duration.ofSeconds(20), limits),
					agent.targets(), agent.guard(), agent.instructions(), agent.revision(), agent.source()));
	}

	private static void assertFallbackAfterATimeOut(LoopFixture.Attempt attempt) {
		Answered result = attempt.run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(result.notices()).extracting(Notice::code).contains(Notice.FALLBACK_MODEL.code());
		assertThat(result.steps()).extracting(Step::outcome).containsExactly("timeout", "ok");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCallThatTakesTooLongGoesToTheNextModel(boolean streamed) {
		LoopFixture.Attempt attempt = attempt(new CallLimits(null, null, ONE_SECOND), silence());
		assertFallbackAfterATimeOut(streamed ? attempt.asStream() : attempt);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aFirstTokenThatIsLateGoesToTheNextModel(boolean streamed) {
		LoopFixture.Attempt attempt = attempt(new CallLimits(ONE_SECOND, null, null),
				answer("Late.").firstTokenAfter(Duration.ofMinutes(2)));
		assertFallbackAfterATimeOut(streamed ? attempt.asStream() : attempt);
	}

	@Test
	void aGapInAnAnswerGoesToTheNextModel() {
		LoopFixture.Attempt attempt = attempt(new CallLimits(null, ONE_SECOND, null),
				answer("Once upon a time there was a model.").stallAfterChunks(3))
			.asStream();
		assertFallbackAfterATimeOut(attempt);
		assertThat(attempt.events).contains(new AnswerReset(AnswerReset.Reason.FAILOVER));
	}

}
