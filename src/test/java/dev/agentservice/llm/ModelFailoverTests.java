package dev.agentservice.llm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.agentservice.llm.model.ModelAttempt;
import dev.agentservice.llm.model.ModelChain;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.resilience.CallTerms;
import dev.agentservice.llm.resilience.SparedException;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ResilienceProperties;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.resilience.RetryBudget;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** The table of recoveries: how often the chosen model, and then the next, is asked. */
class ModelFailoverTests {

	private static final ModelId CHOSEN = ModelId.parse("p/chosen");

	private static final ModelId NEXT = ModelId.parse("q/next");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final List<ModelId> asked = new ArrayList<>();

	private final ModelChain chain = new ModelChain(CHOSEN, List.of(CHOSEN, NEXT));

	@ParameterizedTest(name = "{0}: {1} and {2}")
	@CsvSource({ "RATE_LIMITED, 3, 1", "UNAVAILABLE, 3, 1", "CONNECTION, 3, 1", "TIMEOUT, 1, 1", "MALFORMED, 1, 1",
			"REJECTED, 1, 1", "UNAUTHORIZED, 1, 1", "QUOTA_EXHAUSTED, 1, 1", "UNKNOWN_MODEL, 1, 1",
			"CONTEXT_TOO_LONG, 1, 1", "CAP_SPENT, 1, 1", "CIRCUIT_OPEN, 1, 1", "BUSY, 1, 1", "CONTENT_FILTERED, 1, 0" })
	void everyKindOfFailureHasItsRow(Kind kind, int chosen, int next) {
		try {
			ModelReply reply = ask(failover(10), 20, (model) -> answerUnless(model.equals(CHOSEN), kind, null));
			assertThat(reply.model()).isEqualTo(NEXT);
			assertThat(this.meters.counter("agent.model.failovers").count()).isOne();
		}
		catch (ModelException ex) {
			assertThat(ex.kind()).isEqualTo(kind);
			assertThat(next).isZero();
		}
		assertThat(this.asked).filteredOn(CHOSEN::equals).hasSize(chosen);
		assertThat(this.asked).filteredOn(NEXT::equals).hasSize(next);
	}

	@ParameterizedTest
	@EnumSource(value = Kind.class, names = { "RATE_LIMITED", "UNAVAILABLE", "CONNECTION" })
	void afterTheAnswerHadBegunTheNextModelIsAskedAtOnce(Kind kind) {
		ask(failover(10), 20, (model) -> {
			try {
				return answerUnless(model.equals(CHOSEN), kind, null);
			}
			catch (ModelException ex) {
				throw ex.afterAnswerBegun();
			}
		});
		assertThat(this.asked).containsExactly(CHOSEN, NEXT);
	}

	@ParameterizedTest(name = "{0}, {1}: {2}")
	@CsvSource({ "UNAVAILABLE, UNAUTHORIZED, UNAVAILABLE", "UNAUTHORIZED, UNAVAILABLE, UNAVAILABLE",
			"CONTEXT_TOO_LONG, UNAVAILABLE, UNAVAILABLE", "UNAVAILABLE, CONTEXT_TOO_LONG, UNAVAILABLE",
			"CONTEXT_TOO_LONG, QUOTA_EXHAUSTED, CONTEXT_TOO_LONG", "REJECTED, CONTEXT_TOO_LONG, CONTEXT_TOO_LONG",
			"UNAUTHORIZED, QUOTA_EXHAUSTED, QUOTA_EXHAUSTED" })
	void theFailureThatAClientCanDoMostAboutIsTold(Kind chosen, Kind next, Kind told) {
		ModelException failure = catchThrowableOfType(ModelException.class,
				() -> ask(failover(10), 20, (model) -> answerUnless(true, model.equals(CHOSEN) ? chosen : next, null)));
		assertThat(failure.kind()).isEqualTo(told);
	}

	@Test
	void aModelThatWasCutIsAskedOnceMoreIfItsFallbackIsDown() {
		ModelReply reply = ask(failover(10), 20, (model) -> {
			try {
				return answerUnless(this.asked.size() < 3, model.equals(CHOSEN) ? Kind.MALFORMED : Kind.REJECTED, null);
			}
			catch (ModelException ex) {
				throw model.equals(CHOSEN) ? ex.afterAnswerBegun() : ex;
			}
		});
		assertThat(reply.model()).isEqualTo(CHOSEN);
		assertThat(this.asked).containsExactly(CHOSEN, NEXT, CHOSEN);
	}

	@Test
	void aModelThatIsCutTwiceIsNotAskedAThirdTime() {
		ModelException failure = catchThrowableOfType(ModelException.class, () -> ask(failover(10), 20, (_) -> {
			try {
				return answerUnless(true, Kind.TIMEOUT, null);
			}
			catch (ModelException ex) {
				throw ex.afterAnswerBegun();
			}
		}));
		assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
		assertThat(this.asked).containsExactly(CHOSEN, NEXT, CHOSEN);
	}

	@Test
	void withoutARetryLeftACutIsTheEnd() {
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ask(failover(0), 20, (_) -> {
			try {
				return answerUnless(true, Kind.MALFORMED, null);
			}
			catch (ModelException ex) {
				throw ex.afterAnswerBegun();
			}
		}));
		assertThat(this.asked).containsExactly(CHOSEN, NEXT);
	}

	@Test
	void aModelThatHadNoPlaceIsWaitedForOnceItsFallbackHasFailed() {
		List<Boolean> mayWait = new ArrayList<>();
		ask(failover(10), 20, (model) -> {
			mayWait.add(CallTerms.current().mayWait());
			return answerUnless(this.asked.size() < 3, model.equals(CHOSEN) ? Kind.BUSY : Kind.REJECTED, null);
		});
		assertThat(this.asked).containsExactly(CHOSEN, NEXT, CHOSEN);
		assertThat(mayWait).containsExactly(false, true, true);
	}

	@Test
	void ofSparedModelsTheOneIsAskedThatWasNotAskedForTheLongestTime() {
		ModelReply reply = ask(failover(10), 20, (model) -> {
			if (!CallTerms.current().lastResort()) {
				throw spared(model, model.equals(CHOSEN) ? 5 : 9);
			}
			return answerUnless(false, Kind.REJECTED, null);
		});
		assertThat(reply.model()).isEqualTo(NEXT);
		assertThat(this.asked).containsExactly(CHOSEN, NEXT, NEXT);
		assertThat(lastResorts(true)).isOne();
	}

	@Test
	void aSparedModelIsTheLastResortOfOneThatFails() {
		ModelReply reply = ask(failover(10), 20, (model) -> {
			if (model.equals(CHOSEN) && !CallTerms.current().lastResort()) {
				throw spared(model, 1);
			}
			return answerUnless(model.equals(NEXT), Kind.TIMEOUT, null);
		});
		assertThat(reply.model()).isEqualTo(CHOSEN);
		assertThat(this.asked).containsExactly(CHOSEN, NEXT, CHOSEN);
	}

	@Test
	void lastResortsAreFew() {
		ModelFailover failover = failover(10);
		for (int run = 0; run < 30; run++) {
			assertThatExceptionOfType(ModelException.class).isThrownBy(() -> ask(failover, 20, (model) -> {
				throw CallTerms.current().lastResort() ? new ModelException(model, Kind.UNAVAILABLE, null, null)
						: spared(model, 1);
			}, new ModelChain(CHOSEN, List.of())));
		}
		assertThat(lastResorts(true)).isGreaterThanOrEqualTo(10);
		assertThat(lastResorts(false)).isPositive();
		assertThat(lastResorts(true) + lastResorts(false)).isEqualTo(30);
	}

	private static SparedException spared(ModelId model, int seconds) {
		return SparedException.circuitOpen(model, Duration.ofSeconds(10), Duration.ofSeconds(seconds));
	}

	private double lastResorts(boolean granted) {
		return this.meters.counter("agent.model.last_resorts", "granted", Boolean.toString(granted)).count();
	}

	@Test
	void whoTookOverIsAskedFirstNextTime() {
		ask(failover(10), 20, (model) -> answerUnless(model.equals(CHOSEN), Kind.REJECTED, null));
		ask(failover(10), 20, (model) -> answerUnless(false, Kind.REJECTED, null));
		assertThat(this.asked).containsExactly(CHOSEN, NEXT, NEXT);
		assertThat(this.chain.isChosen(CHOSEN)).isTrue();
	}

	@Test
	void retriesBeyondTheBudgetAreNotMadeButFailoverStays() {
		ModelFailover failover = failover(1);
		for (int run = 0; run < 5; run++) {
			ask(failover, 20, (model) -> answerUnless(model.provider().equals("p"), Kind.UNAVAILABLE, null),
					new ModelChain(CHOSEN, List.of(NEXT)));
		}
		assertThat(this.asked).filteredOn(CHOSEN::equals).hasSize(5 + 1);
		assertThat(this.asked).filteredOn(NEXT::equals).hasSize(5);
		assertThat(this.meters.counter("agent.model.retries", "granted", "true").count()).isOne();
		assertThat(this.meters.counter("agent.model.retries", "granted", "false").count()).isEqualTo(5);
	}

	@Test
	void aPauseLeavesHalfOfTheTimeForTheAnswer() {
		Duration tooLong = Duration.ofMillis(5100);
		ask(failover(10), 10, (model) -> answerUnless(model.equals(CHOSEN), Kind.RATE_LIMITED, tooLong));
		assertThat(this.asked).containsExactly(CHOSEN, NEXT);
	}

	@Test
	void nobodyIsAskedAfterTheDeadline() {
		ModelException failure = catchThrowableOfType(ModelException.class,
				() -> ask(failover(10), 0, (_) -> answerUnless(true, Kind.UNAVAILABLE, null)));
		assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
		assertThat(this.asked).containsExactly(CHOSEN);
	}

	@Test
	void anInterruptEndsAPauseAtOnce() {
		assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> ask(failover(10), 20, (_) -> {
			Thread.currentThread().interrupt();
			return answerUnless(true, Kind.RATE_LIMITED, Duration.ofSeconds(5));
		}));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.asked).containsExactly(CHOSEN);
	}

	private ModelFailover failover(int floor) {
		ResilienceProperties resilience = new ResilienceProperties(3, Duration.ofMillis(10), Duration.ofMillis(50),
				Duration.ofSeconds(20), Duration.ZERO, Duration.ZERO, Duration.ZERO,
				new RetryBudget.Limits(10, floor, Duration.ofSeconds(60)), TestGateway.RESILIENCE.breaker(),
				TestGateway.RESILIENCE.lastResort());
		return new ModelFailover(new LlmProperties(Map.of(), Map.of(), 32_768, resilience), this.meters);
	}

	private ModelReply ask(ModelFailover failover, int seconds, ModelAttempt attempt) {
		return ask(failover, seconds, attempt, this.chain);
	}

	private ModelReply ask(ModelFailover failover, int seconds, ModelAttempt attempt, ModelChain chain) {
		return failover.ask(chain, Deadline.after(Duration.ofSeconds(seconds)), (model) -> {
			this.asked.add(model);
			return attempt.ask(model);
		});
	}

	private ModelReply answerUnless(boolean fails, Kind kind, @Nullable Duration retryAfter) {
		ModelId model = this.asked.getLast();
		if (fails) {
			throw new ModelException(model, kind, retryAfter, null);
		}
		return new ModelReply(model, AiMessage.from("Here."), Usage.NONE, Finish.STOP);
	}

}
