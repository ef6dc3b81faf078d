package dev.agentservice.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.LoopEnd.Phases;
import dev.agentservice.agent.RunEvent.StepFinished;
import dev.agentservice.agent.RunEvent.StepStarted;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.journal.TestJournal;
import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A run's next attempt goes on from where the last one was cut. */
@BesideOthers
class ResumeTests {

	/**
	 * What the model does in a run: two tools at once, one more that fails, the answer.
	 */
	private static final List<Scripted> PLAN = List.of(
			answerWithCalls("Let me see.", call("call_a", "probe", "{\"what\": \"a\"}"),
					call("call_b", "probe", "{\"what\": \"b\"}")),
			toolCalls(call("call_c", "probe", "{\"what\": \"nothing\"}")), answer("It is 42."));

	/** Replies that call tools, and results. */
	private static final int PIECES = 5;

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.tools.resilience.max-attempts", "1");

	static Stream<Arguments> cuts() {
		return Stream.of(LoopFixture.ANTHROPIC, LoopFixture.OPENAI)
			.flatMap((model) -> IntStream.rangeClosed(0, PIECES).mapToObj((cut) -> Arguments.of(model, cut)));
	}

	@ParameterizedTest(name = "{0} cut after {1}")
	@MethodSource("cuts")
	void aRunCutAnywhereIsFinishedAsIfItHadNotBeenCut(String model, int cut) {
		SimulatedProvider provider = provider(model).next(PLAN.toArray(Scripted[]::new));
		Answered uncut = loop.attempt(model).run();
		ChatCall lastCall = provider.requests().getLast();

		LoopFixture.Attempt next = nextAfterCut(cut, model);
		int paid = (int) next.finished.stream().filter(ModelCalledTools.class::isInstance).count();
		provider.next(PLAN.subList(paid, PLAN.size()).toArray(Scripted[]::new));
		Answered result = next.run();

		assertThat(provider.requests()).hasSize(PLAN.size() - paid);
		assertThat(loop.toolCalls()).containsExactlyInAnyOrderElementsOf(callsMissingIn(next.finished));
		assertThat(provider.requests().getLast().body()).isEqualTo(lastCall.body());
		assertThat(result.answer()).isEqualTo("It is 42.");
		assertThat(result.messages()).isEqualTo(uncut.messages());
		assertThat(result.usage()).isEqualTo(uncut.usage());
		assertThat(names(result.steps())).isEqualTo(names(uncut.steps()));
	}

	@Test
	void aThirdAttemptGoesOnFromBothEarlierOnes() {
		LoopFixture.Attempt second = nextAfterCut(2, LoopFixture.ANTHROPIC);
		TestJournal journal = new TestJournal(2);
		provider(LoopFixture.ANTHROPIC).next(PLAN.get(1));
		assertKilled(second.into(journal));
		List<JournalEntry> finished = Stream.of(second.finished, journal.entries()).flatMap(List::stream).toList();
		assertThat(finished).hasSize(4);

		loop.clear();
		provider(LoopFixture.ANTHROPIC).next(PLAN.get(2));
		Answered result = second.next(finished).run();
		assertThat(provider(LoopFixture.ANTHROPIC).requests()).hasSize(1);
		assertThat(loop.toolCalls()).containsExactly("nothing");
		assertThat(result.steps()).hasSize(6);
		assertThat(result.usage().costNano()).isGreaterThan(((ModelCalledTools) finished.get(3)).costNano());
	}

	@Test
	void stepsOfEarlierAttemptsAreListedButNotToldAgain() {
		LoopFixture.Attempt next = nextAfterCut(2, LoopFixture.ANTHROPIC);
		provider(LoopFixture.ANTHROPIC).next(answer("It is 42."));
		Answered result = next.run();
		assertThat(result.steps())
			.startsWith(
					next.finished.stream().map((entry) -> ((JournalEntry.Finished) entry).step()).toArray(Step[]::new))
			.hasSize(4);
		assertThat(next.events).filteredOn(StepStarted.class::isInstance)
			.extracting((event) -> ((StepStarted) event).name())
			.containsExactly("probe", LoopFixture.ANTHROPIC);
		assertThat(next.events).filteredOn(StepFinished.class::isInstance)
			.extracting((event) -> ((StepFinished) event).step())
			.containsExactlyElementsOf(result.steps().subList(2, 4));
	}

	@Test
	void everyPieceIsKeptBeforeItIsTold() {
		provider(LoopFixture.ANTHROPIC).next(PLAN.toArray(Scripted[]::new));
		TestJournal journal = new TestJournal();
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC);
		List<Integer> told = new ArrayList<>();
		attempt.into((entry) -> {
			journal.record(entry);
			told.add((int) attempt.events.stream().filter(StepFinished.class::isInstance).count());
		}).run();
		assertThat(journal.entries()).hasSize(PIECES);
		assertThat(told).containsExactly(0, 1, 2, 3, 4);
	}

	@Test
	void stepsOfEarlierAttemptsCountAgainstTheStepLimit() {
		LoopFixture.Attempt next = nextAfterCut(3, LoopFixture.ANTHROPIC);
		provider(LoopFixture.ANTHROPIC).next(answer("It is 42."));
		Answered result = next.of(LoopFixture.agent(LoopFixture.ANTHROPIC, 2)).run();
		assertThat(provider(LoopFixture.ANTHROPIC).requests()).hasSize(1);
		assertThat(result.notices()).containsExactly(Notice.STEP_LIMIT_REACHED);
	}

	@Test
	void theTimeOfEarlierAttemptsIsPartOfThePhases() {
		LoopFixture.Attempt next = nextAfterCut(3, LoopFixture.ANTHROPIC);
		next.finished = next.finished.stream().map(ResumeTests::slow).toList();
		provider(LoopFixture.ANTHROPIC).next(answer("It is 42."));
		Phases phases = next.run().phases();
		assertThat(phases.planning()).isEqualTo(Duration.ofMinutes(10));
		assertThat(phases.toolExecution()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(6));
		assertThat(phases.total()).isBetween(Duration.ofMinutes(15), Duration.ofMinutes(17));
	}

	@Test
	void noticesOfEarlierAttemptsStay() {
		LoopFixture.Attempt next = nextAfterCut(1, LoopFixture.ANTHROPIC);
		ModelCalledTools reply = (ModelCalledTools) next.finished.getFirst();
		next.finished = List.of(new ModelCalledTools(reply.model(), reply.message(), reply.usage(), reply.duration(),
				reply.elapsed(), reply.costNano(), 1L, List.of(Notice.HISTORY_TRIMMED), null));
		provider(LoopFixture.ANTHROPIC).next(answer("It is 42."));
		assertThat(next.run().notices()).containsExactly(Notice.HISTORY_TRIMMED);
	}

	@Test
	void aToolThatTheRunsDeadlineStoppedIsNotFinished() {
		provider(LoopFixture.ANTHROPIC)
			.next(toolCalls(call("call_a", "probe", "{\"what\": \"a\"}"), call("call_b", "linger", "{}")));
		TestJournal journal = new TestJournal();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(loop.attempt(LoopFixture.ANTHROPIC).within(Duration.ofSeconds(1)).into(journal)::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.DEADLINE_EXCEEDED));
		assertThat(loop.toolCalls()).containsExactlyInAnyOrder("a", "linger");
		assertThat(journal.entries()).extracting((entry) -> ((JournalEntry.Finished) entry).step().name())
			.containsExactly(LoopFixture.ANTHROPIC, "probe");
	}

	@Test
	void aReplyAtTheStepLimitIsTheAnswerWhateverItCalls() {
		provider(LoopFixture.ANTHROPIC).next(answerWithCalls("It is 42.", call("probe", "{\"what\": \"a\"}")));
		TestJournal journal = new TestJournal();
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC)
			.of(LoopFixture.agent(LoopFixture.ANTHROPIC, 1))
			.asStream()
			.into(journal);
		assertThat(attempt.run().answer()).isEqualTo("It is 42.");
		assertThat(journal.entries()).isEmpty();
		assertThat(attempt.events).noneMatch(RunEvent.AnswerReset.class::isInstance);
	}

	@Test
	void whatWasWrittenBesideToolCallsIsTakenBack() {
		provider(LoopFixture.ANTHROPIC).next(PLAN.toArray(Scripted[]::new));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC).asStream();
		attempt.run();
		assertThat(attempt.events).filteredOn(RunEvent.AnswerReset.class::isInstance)
			.containsExactly(new RunEvent.AnswerReset(RunEvent.AnswerReset.Reason.PLANNING));
	}

	/** The second attempt of a run whose first died when so many pieces were kept. */
	private static LoopFixture.Attempt nextAfterCut(int pieces, String model) {
		loop.clear();
		provider(model).next(PLAN.get(0), PLAN.get(1), status(400));
		TestJournal journal = new TestJournal(pieces);
		LoopFixture.Attempt first = loop.attempt(model).into(journal);
		assertKilled(first);
		loop.clear();
		assertThat(journal.entries()).hasSize(pieces);
		return first.next(journal.entries());
	}

	private static void assertKilled(LoopFixture.Attempt attempt) {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt::run);
	}

	private static JournalEntry slow(JournalEntry entry) {
		return switch (entry) {
			case ModelCalledTools reply -> new ModelCalledTools(reply.model(), reply.message(), reply.usage(),
					Duration.ofMinutes(10), Duration.ofMinutes(10), reply.costNano(), reply.callCostNano(),
					reply.notices(), reply.careful());
			case RemoteStarted started -> started;
			case RemoteEnded ended -> ended;
			case ToolIntended intent -> intent;
			case ToolAnswered answer -> new ToolAnswered(answer.result(), answer.outcome(), Duration.ofMinutes(5),
					Duration.ofMinutes(15), answer.fallback(), answer.cached(), answer.call());
		};
	}

	private static List<String> callsMissingIn(List<JournalEntry> finished) {
		List<String> missing = new ArrayList<>(List.of("call_a", "call_b", "call_c"));
		finished.stream()
			.filter(ToolAnswered.class::isInstance)
			.forEach((entry) -> missing.remove(((ToolAnswered) entry).result().callId()));
		return missing.stream().map((id) -> "call_c".equals(id) ? "nothing" : id.substring(5)).toList();
	}

	private static List<String> names(List<Step> steps) {
		return steps.stream().map((step) -> step.name() + " " + step.outcome()).toList();
	}

	private static SimulatedProvider provider(String model) {
		return model.equals(LoopFixture.OPENAI) ? loop.openai() : loop.anthropic();
	}

}
