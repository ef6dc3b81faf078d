package dev.agentservice.agent;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunEvent.AnswerDelta;
import dev.agentservice.agent.RunEvent.AnswerReset;
import dev.agentservice.agent.RunRequest.Input;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.simulator.chat.Refusal;
import dev.agentservice.simulator.script.Scripted;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.contentFiltered;
import static dev.agentservice.simulator.script.Responses.contextTooLong;
import static dev.agentservice.simulator.script.Responses.garbage;
import static dev.agentservice.simulator.script.Responses.reset;
import static dev.agentservice.simulator.script.Responses.silence;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A run of an agent whose Anthropic model has one of OpenAI's as a fallback. */
@BesideOthers
class FailoverTests {

	@RegisterExtension
	static final LoopFixture loop = new LoopFixture().with("agent-service.llm.resilience.backoff", "20ms")
		.with("agent-service.llm.resilience.retry-budget.floor", "1000")
		.with("agent-service.llm.resilience.breaker.minimum-calls", "1000")
		.with("agent-service.llm.resilience.first-token", "1s")
		// No test hears of what another one was refused.
		.with("agent-service.llm.resilience.max-pause", "0s")
		.with("agent-service.llm.resilience.key-pause", "0s")
		.with("agent-service.llm.providers.anthropic.pool.response-timeout", "2s");

	private static LoopFixture.Attempt attempt(boolean streamed) {
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC)
			.of(LoopFixture.agent(8, LoopFixture.ANTHROPIC, LoopFixture.OPENAI));
		return streamed ? attempt.asStream() : attempt;
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anErrorThatPassesCostsOneMoreCallOfTheSameModel(boolean streamed) {
		loop.anthropic().next(status(500), answer("Here."));
		Answered result = attempt(streamed).run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(result.model()).isEqualTo(LoopFixture.ANTHROPIC);
		assertThat(result.notices()).isEmpty();
		assertThat(steps(result)).containsExactly(LoopFixture.ANTHROPIC + " unavailable",
				LoopFixture.ANTHROPIC + " ok");
		assertThat(loop.openai().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anErrorThatLastsIsAnsweredByTheFallback(boolean streamed) {
		loop.anthropic().always(status(529));
		loop.openai().next(answer("Here."));
		LoopFixture.Attempt attempt = attempt(streamed);
		Answered result = attempt.run();
		assertFallback(result, 3, "unavailable");
		assertThat(attempt.events).noneMatch(AnswerReset.class::isInstance);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aConnectionThatBreaksBeforeTheAnswerIsTriedAgain(boolean streamed) {
		loop.anthropic().next(reset(), answer("Here."));
		Answered result = attempt(streamed).run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(steps(result)).as("on a pooled connection it is no attempt").endsWith(LoopFixture.ANTHROPIC + " ok");
		assertThat(loop.anthropic().requests()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void silenceGoesToTheFallbackAtOnce(boolean streamed) {
		loop.anthropic().always(silence());
		loop.openai().next(answer("Here."));
		assertFallback(attempt(streamed).run(), 1, "timeout");
	}

	@Test
	void aFirstTokenThatIsSlowGoesToTheFallbackAtOnce() {
		loop.anthropic().always(answer("Late.").firstTokenAfter(Duration.ofMinutes(2)));
		loop.openai().next(answer("Here."));
		long start = System.nanoTime();
		assertFallback(attempt(true).run(), 1, "timeout");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void garbageGoesToTheFallbackAtOnce(boolean streamed) {
		loop.anthropic().always(garbage());
		loop.openai().next(answer("Here."));
		assertFallback(attempt(streamed).run(), 1, "malformed");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aPromptThatAModelRefusesAsTooLongGoesToTheFallbackAtOnce(boolean streamed) {
		loop.anthropic().always(contextTooLong());
		loop.openai().next(answer("Here."));
		assertFallback(attempt(streamed).run(), 1, "context_too_long");
	}

	@Test
	void anAnswerThatIsCutIsTakenBackAndBegunAnewByTheFallback() {
		loop.anthropic().always(answer("Once upon a time there was a model.").cutAfterChunks(3));
		loop.openai().next(answer("Here."));
		LoopFixture.Attempt attempt = attempt(true);
		assertFallback(attempt.run(), 1, "connection");
		assertThat(attempt.events).filteredOn(AnswerReset.class::isInstance)
			.containsExactly(new AnswerReset(AnswerReset.Reason.FAILOVER));
		int taken = attempt.events.indexOf(new AnswerReset(AnswerReset.Reason.FAILOVER));
		assertThat(text(attempt.events.subList(0, taken))).isNotEmpty();
		assertThat(text(attempt.events.subList(taken, attempt.events.size()))).isEqualTo("Here.");
	}

	@Test
	void anAnswerThatIsCutIsBegunAnewByTheSameModelIfThereIsNoOther() {
		loop.anthropic().next(answer("Once upon a time there was a model.").cutAfterChunks(3), answer("Here."));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.ANTHROPIC).asStream();
		assertThat(attempt.run().answer()).isEqualTo("Here.");
		assertThat(attempt.events).filteredOn(AnswerReset.class::isInstance).hasSize(1);
	}

	@Test
	void everyAttemptSaysWhatItCost() {
		loop.anthropic().next(status(500), answer("Once upon a time there was a model.").cutAfterChunks(3));
		loop.openai().next(answer("Here."));
		Answered result = attempt(true).run();
		List<Long> costs = result.steps().stream().map(Step::costNano).toList();
		assertThat(costs.getFirst()).isZero();
		assertThat(costs.subList(1, 3)).allMatch((cost) -> cost > 0);
		assertThat(costs.stream().mapToLong(Long::longValue).sum()).isEqualTo(result.usage().costNano());
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProviderThatAsksToWaitIsObeyed(boolean streamed) {
		loop.anthropic().next(status(429).retryAfter(Duration.ofSeconds(1)), answer("Here."));
		long start = System.nanoTime();
		Answered result = attempt(streamed).run();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
		assertThat(steps(result)).containsExactly(LoopFixture.ANTHROPIC + " rate_limited",
				LoopFixture.ANTHROPIC + " ok");
	}

	@Test
	void aWaitThatTheRunHasNoTimeForGoesToTheFallback() {
		loop.anthropic().always(status(429).retryAfter(Duration.ofSeconds(15)));
		loop.openai().next(answer("Here."));
		long start = System.nanoTime();
		assertFallback(attempt(false).run(), 1, "rate_limited");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aRefusalOfAContentFilterIsNotRoutedAround(boolean streamed) {
		for (Scripted refusal : List.of(contentFiltered(), answer("I will").stoppedByContentFilter())) {
			loop.anthropic().next(refusal);
			assertThat(problem(attempt(streamed))).isEqualTo(ProblemCode.INPUT_REJECTED);
		}
		assertThat(loop.anthropic().requests()).hasSize(2);
		assertThat(loop.openai().requests()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whenAllModelsAreDownTheRunSaysSo(boolean streamed) {
		loop.anthropic().always(status(500));
		loop.openai().always(status(503));
		assertThat(problem(attempt(streamed))).isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
		assertThat(loop.anthropic().requests()).hasSize(3);
		assertThat(loop.openai().requests()).hasSize(3);
	}

	@ParameterizedTest
	@CsvSource({ "401, unauthorized", "402, quota_exhausted", "403, unauthorized", "404, unknown_model",
			"400, rejected" })
	void whatDoesNotPassIsToldWithoutATimeToComeBackAt(int status, String reason) {
		loop.anthropic().always(status(status));
		loop.openai().always(status(status).retryAfter(Duration.ofSeconds(5)));
		for (boolean streamed : new boolean[] { false, true }) {
			ProblemException problem = catchThrowableOfType(ProblemException.class, attempt(streamed)::run);
			assertThat(problem.code()).isEqualTo(ProblemCode.MODELS_REFUSED);
			assertThat(problem.retryAfter()).isNull();
			assertThat(problem.properties()).containsEntry("reason", reason);
			assertThat(problem.detail()).doesNotContainIgnoringCase("try again");
		}
		assertThat(loop.anthropic().requests()).as("not asked again").hasSize(2);
		assertThat(loop.openai().requests()).as("not asked again").hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatMayStillPassIsToldThoughAnotherModelRefusedForGood(boolean streamed) {
		loop.anthropic().always(status(500));
		loop.openai().always(status(401));
		assertThat(problem(attempt(streamed))).isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
	}

	@Test
	void aRefusedParameterCostsOneMoreRequestAndNoMoreMoney() {
		Scripted refused = new Scripted.Refused((_) -> new Refusal(400, "invalid_request_error",
				"unsupported_parameter", "parallel_tool_calls", "Not supported with this model."), null);
		loop.openai().next(refused, answer("Here."));
		Answered result = loop.attempt(LoopFixture.OPENAI)
			.of(LoopFixture.agent(8, LoopFixture.OPENAI))
			.asStream()
			.run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(steps(result)).as("one attempt, one reservation").containsExactly(LoopFixture.OPENAI + " ok");
		assertThat(result.steps().getFirst().costNano()).isEqualTo(result.usage().costNano()).isPositive();
		assertThat(loop.openai().requests()).hasSize(2);
	}

	@Test
	void aTaskTooLongForOneModelIsAnsweredByOneWithALargerWindow() {
		loop.openai().next(answer("Here."));
		assertFallback(attempt(false).asked(tooLongForAnthropic()).run(), 1, "context_too_long");
		assertThat(loop.anthropic().requests()).isEmpty();
	}

	@Test
	void aFallbackThatIsTooSmallDoesNotMakeAnOutageTheClientsFault() {
		loop.openai().always(status(500));
		LoopFixture.Attempt attempt = loop.attempt(LoopFixture.OPENAI)
			.of(LoopFixture.agent(8, LoopFixture.OPENAI, LoopFixture.ANTHROPIC))
			.asked(tooLongForAnthropic());
		assertThat(problem(attempt)).isEqualTo(ProblemCode.MODELS_UNAVAILABLE);
	}

	@Test
	void aRunStaysWithTheModelThatTookOver() {
		loop.anthropic().always(status(400));
		loop.openai().next(toolCalls(call("probe", "{\"what\": \"a\"}")), answer("Here."));
		Answered result = attempt(false).run();
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(loop.anthropic().requests()).hasSize(1);
		assertThat(loop.openai().requests()).hasSize(2);
		assertThat(result.notices()).containsExactly(Notice.FALLBACK_MODEL);
	}

	private static Input tooLongForAnthropic() {
		return new Input(List.of(), List.of(), "All work and no play. ".repeat(1000), false);
	}

	private static ProblemCode problem(LoopFixture.Attempt attempt) {
		return catchThrowableOfType(ProblemException.class, attempt::run).code();
	}

	private static void assertFallback(Answered result, int attempts, String outcome) {
		assertThat(result.answer()).isEqualTo("Here.");
		assertThat(result.model()).isEqualTo(LoopFixture.OPENAI);
		assertThat(result.notices()).containsExactly(Notice.FALLBACK_MODEL);
		assertThat(steps(result)).hasSize(attempts + 1).endsWith(LoopFixture.OPENAI + " ok");
		assertThat(steps(result).subList(0, attempts)).containsOnly(LoopFixture.ANTHROPIC + " " + outcome);
	}

	private static List<String> steps(Answered result) {
		return result.steps().stream().map((step) -> step.name() + " " + step.outcome()).toList();
	}

	private static String text(List<RunEvent> events) {
		return events.stream()
			.filter(AnswerDelta.class::isInstance)
			.map((event) -> ((AnswerDelta) event).text())
			.collect(Collectors.joining());
	}

}
