package dev.agentservice.agent;

import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.session.Message;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** An agent that has broken answers gone on with instead of begun anew. */
@BesideOthers
class ContinuedAnswerTests {

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.llm.resilience.backoff", "20ms");

	private static final String STORY = "Once upon a time there was a model that told a story.";

	@Test
	void anAgentCanHaveACutAnswerGoneOnWith() {
		loop.anthropic().always(answer(STORY).cutAfterChunks(6));
		loop.openai().next(answer(STORY.substring("Once ".length())));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC)
			.of(goingOn(LoopFixture.ANTHROPIC, LoopFixture.OPENAI))
			.asStream();
		Answered result = attempt.run();
		assertThat(attempt.events).noneMatch(AnswerReset.class::isInstance);
		assertThat(result.answer()).isEqualTo(STORY).isEqualTo(text(attempt.events));
		assertThat(result.notices()).containsExactly(Notice.FALLBACK_MODEL, Notice.CONTINUED);
		String asked = loop.openai().requests().getLast().body().at("/messages").toString();
		assertThat(asked).contains("\"Once upon a time").contains("Begin with its last words");
		assertThat(result.messages().getLast()).isEqualTo(new Message.Assistant(result.answer(), List.of()));
	}

	@Test
	void aContinuationThatBreaksOffIsGoneOnWithToo() {
		loop.anthropic().always(answer(STORY).cutAfterChunks(3));
		loop.openai().next(answer(STORY).cutAfterChunks(8), answer(STORY));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC)
			.of(goingOn(LoopFixture.ANTHROPIC, LoopFixture.OPENAI))
			.asStream();
		assertThat(attempt.run().answer()).isEqualTo(STORY);
		assertThat(text(attempt.events)).isEqualTo(STORY);
	}

	@Test
	void anotherAnswerTakesThePlaceOfTheBrokenOne() {
		loop.anthropic().always(answer(STORY).cutAfterChunks(3));
		loop.openai().always(answer("It was a dark and stormy night."));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC)
			.of(goingOn(LoopFixture.ANTHROPIC, LoopFixture.OPENAI))
			.asStream();
		Answered result = attempt.run();
		assertThat(result.answer()).isEqualTo("It was a dark and stormy night.");
		assertThat(attempt.events).filteredOn(AnswerReset.class::isInstance).hasSize(1);
		assertThat(text(attempt.events)).startsWith("Once").endsWith(result.answer());
		assertThat(result.notices()).containsExactly(Notice.FALLBACK_MODEL);
	}

	@Test
	void whatCannotBeTakenBackIsGoneOnWithOrEndsTheRun() {
		loop.anthropic().always(answer(STORY).cutAfterChunks(3));
		loop.openai().next(answer(STORY), answer("It was a dark and stormy night, and so on, and so on."));
		AgentDefinition agent = LoopFixture.agent(8, LoopFixture.ANTHROPIC, LoopFixture.OPENAI);
		LoopFixture.Attempt fits = loop.attempt(LoopFixture.ANTHROPIC).of(agent).asAppendOnlyStream();
		assertThat(fits.run().answer()).isEqualTo(STORY).isEqualTo(text(fits.events));
		assertThat(fits.events).noneMatch(AnswerReset.class::isInstance);
		LoopFixture.Attempt torn = loop.attempt(LoopFixture.ANTHROPIC).of(agent).asAppendOnlyStream();
		assertThat(problem(torn)).isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
		assertThat(STORY).startsWith(text(torn.events));
	}

	@Test
	void aContinuationThatSaysNothingIsNoAnswer() {
		loop.anthropic().always(answer("Once upon a time there was a model.").cutAfterChunks(3));
		loop.openai().always(answer(""));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC)
			.of(goingOn(LoopFixture.ANTHROPIC, LoopFixture.OPENAI))
			.asStream();
		assertThat(problem(attempt)).isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
	}

	private static AgentDefinition goingOn(String model, String fallback) {
		AgentDefinition agent = LoopFixture.agent(8, model, fallback);
		AgentDefinition.Models models = agent.models();
		return new AgentDefinition(agent.name(), agent.description(),
				new AgentDefinition.Models(models.simple(), models.complex(), models.fallback(),
						AgentDefinition.AfterCut.CONTINUE, models.reasoning()),
				agent.tools(), agent.toolFallback(), agent.limits(), agent.targets(), agent.guard(),
				agent.instructions(), agent.revision(), agent.source());
	}

	private static ProblemCode problem(LoopFixture.Attempt attempt) {
		return catchThrowableOfType(ProblemException.class, attempt::run).code();
	}

	private static String text(List<RunEvent> events) {
		return events.stream()
			.filter(AnswerDelta.class::isInstance)
			.map((event) -> ((AnswerDelta) event).text())
			.collect(Collectors.joining());
	}

}
