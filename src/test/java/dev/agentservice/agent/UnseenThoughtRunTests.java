package dev.agentservice.agent;

import java.time.Duration;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs with a model that thinks before its first token and shows nothing of it.
 */
@BesideOthers
@Tag("slow")
class UnseenThoughtRunTests {

	private static final String THINKER = "openai/o3";

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.llm.resilience.first-token", "1s");

	private static LoopFixture.Attempt thinking() {
		loop.openai().always(answer("Thought through.").firstTokenAfter(Duration.ofMillis(4_200)));
		loop.anthropic().next(answer("Here."));
		return loop.attempt(THINKER).of(LoopFixture.agent(8, THINKER, LoopFixture.ANTHROPIC));
	}

	@Test
	void whoWaitsForTheWholeAnswerWaitsForItsThoughts() {
		assertThat(thinking().run().answer()).isEqualTo("Thought through.");
	}

	@Test
	void whoReadsAlongIsNotKeptWaiting() {
		Answered result = thinking().asStream().run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(result.steps()).extracting(Step::outcome).containsExactly("timeout", "ok");
	}

}
