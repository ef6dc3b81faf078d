package dev.agentservice.llm.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class KeyRefusalsTests {

	private static final ModelId MODEL = ModelId.parse("p/m");

	private static final ModelId SISTER = ModelId.parse("p/n");

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final AtomicLong now = new AtomicLong();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final KeyRefusals keys = keys();

	private int calls;

	private KeyRefusals keys() {
		ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, URI.create("http://127.0.0.1:1/v1"), "k",
				true, true, null, TestGateway.POOL, null);
		return new KeyRefusals(
				new LlmProperties(Map.of("p", provider, "q", provider), Map.of(), 32_768, TestGateway.RESILIENCE),
				this.meters, this.now::get);
	}

	@Test
	void aProviderThatRefusesTheKeyAgainAndAgainIsLeftAlone() {
		refuseThreeTimes();
		assertThat(call(SISTER, KeyRefusalsTests::answer)).isInstanceOfSatisfying(SparedException.class, (spared) -> {
			assertThat(spared.kind()).isEqualTo(Kind.UNAUTHORIZED);
			assertThat(spared.model()).isEqualTo(SISTER);
			assertThat(spared.retryAfter()).isNull();
		});
		assertThat(this.calls).isEqualTo(3);
		assertThat(call(ModelId.parse("q/m"), KeyRefusalsTests::answer)).as("another provider").isNull();
		assertThat(refused()).isEqualTo(3);
	}

	@Test
	void afterAWhileOneCallLooksWhetherItStillDoes() {
		refuseThreeTimes();
		pass(PAUSE);
		call(MODEL, () -> {
			assertThat(call(MODEL, KeyRefusalsTests::answer)).as("while one looks").isInstanceOf(SparedException.class);
			return Refused.with(MODEL, 401, null).get();
		});
		assertThat(this.calls).isEqualTo(4);
		assertThat(call(MODEL, KeyRefusalsTests::answer)).as("it still does").isInstanceOf(SparedException.class);
		pass(PAUSE);
		assertThat(call(MODEL, KeyRefusalsTests::answer)).isNull();
		assertThat(call(SISTER, KeyRefusalsTests::answer)).as("it does no more").isNull();
	}

	@Test
	void aLookThatWasBrokenOffIsFollowedByAnother() {
		refuseThreeTimes();
		pass(PAUSE);
		assertThat(call(MODEL, () -> {
			throw new CancellationException("the client has left");
		})).isInstanceOf(CancellationException.class);
		assertThat(call(MODEL, KeyRefusalsTests::answer)).isNull();
	}

	@Test
	void anAnswerInBetweenBeginsTheCountAnew() {
		call(MODEL, Refused.with(MODEL, 401, null));
		call(MODEL, Refused.with(MODEL, 401, null));
		call(MODEL, KeyRefusalsTests::answer);
		call(MODEL, Refused.with(MODEL, 401, null));
		call(MODEL, Refused.with(MODEL, 401, null));
		assertThat(call(MODEL, KeyRefusalsTests::answer)).isNull();
	}

	@Test
	void whatIsForbiddenForOneModelSaysNothingAboutTheKey() {
		for (int i = 0; i < 10; i++) {
			call(MODEL, Refused.with(MODEL, 403, null));
		}
		assertThat(this.calls).isEqualTo(10);
		assertThat(refused()).isZero();
	}

	private void refuseThreeTimes() {
		for (int i = 0; i < 3; i++) {
			call(MODEL, Refused.with(MODEL, 401, null));
		}
	}

	private @Nullable Throwable call(ModelId model, Supplier<ModelReply> call) {
		return catchThrowable(() -> this.keys.call(model, () -> {
			this.calls++;
			return call.get();
		}));
	}

	private void pass(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	private double refused() {
		return this.meters.get("agent.provider.keys.refused").tag("provider", "p").counter().count();
	}

	private static ModelReply answer() {
		return new ModelReply(MODEL, AiMessage.from("Here."), Usage.NONE, Finish.STOP);
	}

}
