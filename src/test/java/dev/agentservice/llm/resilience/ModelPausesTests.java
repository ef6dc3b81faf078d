package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.LlmProperties;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ModelPausesTests {

	private static final ModelId MODEL = TestGateway.MODEL;

	private static final Duration HOUR = Duration.ofHours(1);

	private final AtomicLong now = new AtomicLong();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final ModelPauses pauses = new ModelPauses(
			new LlmProperties(Map.of(), Map.of(), 32_768, TestGateway.RESILIENCE), this.meters, this.now::get);

	private final List<String> told = new ArrayList<>();

	ModelPausesTests() {
		this.pauses.tell((model, length) -> this.told.add(model + " " + length));
	}

	@Test
	void aModelIsLeftAloneForAsLongAsItsProviderAsksFor() {
		refuse(429, Duration.ofMinutes(5));
		pass(Duration.ofSeconds(299));
		SparedException spared = spared();
		assertThat(spared.kind()).isEqualTo(Kind.CIRCUIT_OPEN);
		assertThat(spared.retryAfter()).isEqualTo(Duration.ofSeconds(1));
		assertThat(paused()).isOne();
		pass(Duration.ofSeconds(1));
		assertThat(answers()).isTrue();
		assertThat(paused()).isZero();
		assertThat(this.told).as("told once").containsExactly(MODEL + " PT5M");
	}

	@Test
	void nobodyIsLeftAloneForLongerThanMayBe() {
		refuse(503, Duration.ofHours(20));
		assertThat(spared().retryAfter()).isEqualTo(HOUR);
	}

	@ParameterizedTest(name = "{0}, {1} ms")
	@CsvSource({ "429, 100", "429, ", "400, 3600000", "401, 3600000", "402, 3600000" })
	void whatARunSitsOutOrDoesNotPassIsNotRemembered(int status, @Nullable Long millis) {
		refuse(status, (millis != null) ? Duration.ofMillis(millis) : null);
		assertThat(answers()).isTrue();
		assertThat(this.told).isEmpty();
	}

	@Test
	void anotherModelIsNotConcerned() {
		refuse(429, HOUR);
		assertThat(this.pauses.call(ModelId.parse("p/other"), ModelPausesTests::answer)).isNotNull();
	}

	@Test
	void asALastResortItIsTriedOnceAMinuteAndItsAnswerEndsThePause() {
		refuse(429, HOUR);
		pass(Duration.ofSeconds(59));
		assertThat(spared().mayProbe()).isFalse();
		assertThat(lastResortAnswers()).isFalse();
		pass(Duration.ofSeconds(1));
		assertThat(spared().mayProbe()).isTrue();
		assertThatExceptionOfType(ModelException.class).isThrownBy(
				() -> CallTerms.LAST_RESORT.apply(() -> this.pauses.call(MODEL, Refused.with(MODEL, 503, null))));
		assertThat(spared().mayProbe()).as("it was tried just now").isFalse();
		assertThat(lastResortAnswers()).isFalse();
		pass(Duration.ofMinutes(1));
		assertThat(lastResortAnswers()).isTrue();
		assertThat(answers()).as("it is back").isTrue();
		assertThat(this.told).containsExactly(MODEL + " PT1H", MODEL + " PT0S");
	}

	@Test
	void pausesThatAreOverAreNotKept() {
		for (int i = 0; i < 100; i++) {
			ModelId model = ModelId.parse("p/made-up-" + i);
			assertThatExceptionOfType(ModelException.class)
				.isThrownBy(() -> this.pauses.call(model, Refused.with(model, 429, HOUR)));
			pass(HOUR.dividedBy(2));
		}
		assertThat(this.pauses.size()).isEqualTo(2);
	}

	@Test
	void whatOthersWereToldCountsUntilRedisHasItNoMore() {
		this.pauses.learn(Map.of(MODEL, HOUR), this.now.get());
		assertThat(spared().retryAfter()).isEqualTo(HOUR);
		assertThat(this.told).isEmpty();
		pass(Duration.ofSeconds(5));
		this.pauses.learn(Map.of(), this.now.get());
		assertThat(answers()).isTrue();
	}

	@Test
	void whatRedisDoesNotHaveYetStays() {
		refuse(429, HOUR);
		long asked = this.now.get();
		pass(Duration.ofSeconds(1));
		this.pauses.learn(Map.of(), asked);
		assertThat(spared()).as("not stored at all, as while Redis is away").isNotNull();
		this.pauses.stored(MODEL);
		this.pauses.learn(Map.of(), asked);
		assertThat(spared()).as("asked before it was stored").isNotNull();
		pass(Duration.ofSeconds(1));
		this.pauses.learn(Map.of(), this.now.get());
		assertThat(answers()).as("another replica found it well").isTrue();
	}

	@Test
	void theLongerOfTwoPausesCounts() {
		refuse(429, Duration.ofMinutes(1));
		this.pauses.learn(Map.of(MODEL, Duration.ofMinutes(2)), this.now.get());
		assertThat(spared().retryAfter()).isEqualTo(Duration.ofMinutes(2));
		this.pauses.learn(Map.of(MODEL, Duration.ofMinutes(1)), this.now.get());
		assertThat(spared().retryAfter()).isEqualTo(Duration.ofMinutes(2));
	}

	private void refuse(int status, @Nullable Duration retryAfter) {
		assertThatExceptionOfType(ModelException.class)
			.isThrownBy(() -> this.pauses.call(MODEL, Refused.with(MODEL, status, retryAfter)));
	}

	private SparedException spared() {
		return catchThrowableOfType(SparedException.class, () -> this.pauses.call(MODEL, ModelPausesTests::answer));
	}

	private boolean answers() {
		return spared() == null;
	}

	private boolean lastResortAnswers() {
		return catchThrowableOfType(SparedException.class,
				() -> CallTerms.LAST_RESORT.apply(() -> this.pauses.call(MODEL, ModelPausesTests::answer))) == null;
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private double paused() {
		return this.meters.get("agent.models.paused").gauge().value();
	}

	private static ModelReply answer() {
		return new ModelReply(MODEL, AiMessage.from("Here."), Usage.NONE, Finish.STOP);
	}

}
