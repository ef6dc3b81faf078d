package dev.agentservice.agent;

import java.util.List;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/** How models are asked, whether a client waits for their answer or reads along. */
@BesideOthers
class WireOfRunsTests {

	private static final String STORY = "Once upon a time there was a model.";

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.llm.providers.openai.omit", "stream");

	private static LoopFixture.Attempt attempt(String model, boolean streamed) {
		LoopFixture.Attempt attempt = loop.attempt(model);
		return streamed ? attempt.asStream() : attempt;
	}

	private static List<Boolean> streams(List<ChatCall> calls) {
		return calls.stream().map((call) -> call.options().stream()).toList();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void modelsAreAskedForStreams(boolean streamed) {
		loop.anthropic().next(answer(STORY));
		assertThat(attempt(LoopFixture.ANTHROPIC, streamed).run().answer()).isEqualTo(STORY);
		assertThat(streams(loop.anthropic().requests())).containsExactly(true);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProviderThatCannotStreamIsAskedForDocuments(boolean streamed) {
		loop.openai().next(answer(STORY));
		LoopFixture.Attempt attempt = attempt(LoopFixture.OPENAI, streamed);
		assertThat(attempt.run().answer()).isEqualTo(STORY);
		assertThat(streams(loop.openai().requests())).containsExactly(false);
		String told = String.join("",
				attempt.events.stream()
					.filter(RunEvent.AnswerDelta.class::isInstance)
					.map((event) -> ((RunEvent.AnswerDelta) event).text())
					.toList());
		assertThat(told).isEqualTo(streamed ? STORY : "");
	}

}
