package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;

import dev.agentservice.llm.OpenAiWireTests;
import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.llm.settings.ModelProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ResilienceProperties;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.resilience.CircuitBreakerLimits;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
class CircuitBreakerTests {

	private static final int MINIMUM = 4;

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final LlmProperties properties = properties(Duration.ofSeconds(3));

	private final CircuitBreakers breakers = new CircuitBreakers(this.properties, new ModelCatalog(this.properties),
			this.meters);

	@Test
	void aModelThatFailsIsSparedAndTriedAgainLater() throws Exception {
		try (TestGateway down = TestGateway.of(Protocol.OPENAI, (server) -> server.json(503, ""));
				TestGateway up = TestGateway.of(Protocol.OPENAI,
						(server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			for (int i = 0; i < MINIMUM; i++) {
				assertThat(failure(down).kind()).isEqualTo(Kind.UNAVAILABLE);
			}
			ModelException spared = failure(down);
			assertThat(spared.kind()).isEqualTo(Kind.CIRCUIT_OPEN);
			assertThat(spared.retryAfter()).isEqualTo(Duration.ofSeconds(3));
			assertThat(down.server().requests()).hasSize(MINIMUM);
			assertThat(open()).isOne();
			await().ignoreExceptionsInstanceOf(ModelException.class)
				.until(() -> this.breakers.call(TestGateway.MODEL, up::call) != null);
			assertThat(open()).isZero();
		}
	}

	@Test
	void asALastResortASparedModelIsAskedAndItsCircuitClosesOnceItAnswers() throws Exception {
		try (TestGateway down = TestGateway.of(Protocol.OPENAI, (server) -> server.json(503, ""));
				TestGateway up = TestGateway.of(Protocol.OPENAI,
						(server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			for (int i = 0; i <= MINIMUM; i++) {
				failure(down);
			}
			assertThat(failure(down)).isInstanceOf(SparedException.class);
			assertThatExceptionOfType(ModelException.class).isThrownBy(() -> lastResort(down));
			assertThat(down.server().requests()).hasSize(MINIMUM + 1);
			assertThat(open()).as("it is still down").isOne();
			lastResort(up);
			assertThat(open()).isZero();
			ModelReply reply = this.breakers.call(TestGateway.MODEL, up::call);
			assertThat(reply).isNotNull();
		}
	}

	@Test
	void aLastResortThatIsCancelledSaysNothingAboutTheModel() throws Exception {
		try (TestGateway down = TestGateway.of(Protocol.OPENAI, (server) -> server.json(503, ""))) {
			for (int i = 0; i < MINIMUM; i++) {
				failure(down);
			}
			for (int i = 0; i < 3; i++) {
				assertThatExceptionOfType(CancellationException.class)
					.isThrownBy(() -> CallTerms.LAST_RESORT.apply(() -> this.breakers.call(TestGateway.MODEL, () -> {
						throw new CancellationException("the client has left");
					})));
			}
			assertThat(open()).isOne();
			assertThat(failure(down)).isInstanceOf(SparedException.class);
		}
	}

	private ModelReply lastResort(TestGateway test) {
		return CallTerms.LAST_RESORT.apply(() -> this.breakers.call(TestGateway.MODEL, test::call));
	}

	@Test
	void whatIsNotTheModelsFaultDoesNotOpenTheCircuit() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(400, ""))) {
			for (int i = 0; i < 3 * MINIMUM; i++) {
				assertThat(failure(test).kind()).isEqualTo(Kind.REJECTED);
				assertThatExceptionOfType(IllegalStateException.class)
					.isThrownBy(() -> this.breakers.call(TestGateway.MODEL, () -> {
						throw new IllegalStateException("nothing the model did");
					}));
			}
			assertThat(open()).isZero();
		}
	}

	@Test
	void modelsDoNotShareACircuitAndUnlistedOnesMakeNoSeries() throws Exception {
		try (TestGateway down = TestGateway.of(Protocol.OPENAI, (server) -> server.json(503, ""))) {
			ModelId unlisted = ModelId.parse("p/made-up");
			for (int i = 0; i <= MINIMUM; i++) {
				assertThatExceptionOfType(ModelException.class)
					.isThrownBy(() -> this.breakers.call(unlisted, down::call));
			}
			assertThat(down.server().requests()).hasSize(MINIMUM);
			assertThat(failure(down).kind()).isEqualTo(Kind.UNAVAILABLE);
			assertThat(this.meters.getMeters())
				.noneMatch((meter) -> meter.getId().getTags().toString().contains("made-up"));
		}
	}

	/** Searches that had too little time are no reason to refuse documents. */
	@Test
	void usesOfAModelDoNotShareACircuit() {
		CircuitBreakers.Use queries = new CircuitBreakers.Use(TestGateway.MODEL, "queries");
		for (int i = 0; i < MINIMUM; i++) {
			assertThatExceptionOfType(ModelException.class)
				.isThrownBy(() -> this.breakers.call(queries, CircuitBreakerTests::late));
		}
		assertThatExceptionOfType(SparedException.class)
			.isThrownBy(() -> this.breakers.call(queries, CircuitBreakerTests::late));
		assertThat(isSpared(this.breakers, TestGateway.MODEL)).isFalse();
	}

	private static String late() {
		throw new ModelException(TestGateway.MODEL, Kind.TIMEOUT, null, null);
	}

	@Test
	void onlySoManyModelsAreRememberedAndOpenCircuitsOfListedOnesStay() {
		LlmProperties patient = properties(Duration.ofHours(1));
		CircuitBreakers many = new CircuitBreakers(patient, new ModelCatalog(patient), this.meters);
		ModelId unlisted = ModelId.parse("p/made-up");
		for (int i = 0; i < MINIMUM; i++) {
			for (ModelId model : List.of(TestGateway.MODEL, unlisted)) {
				assertThatExceptionOfType(ModelException.class).isThrownBy(() -> many.call(model, () -> {
					throw new ModelException(model, Kind.UNAVAILABLE, null, null);
				}));
			}
		}
		assertThat(isSpared(many, unlisted)).isTrue();
		for (int i = 0; i < 1000; i++) {
			assertThat(isSpared(many, ModelId.parse("p/made-up-" + i))).isFalse();
		}
		assertThat(isSpared(many, unlisted)).as("forgotten").isFalse();
		assertThat(isSpared(many, TestGateway.MODEL)).isTrue();
	}

	private static boolean isSpared(CircuitBreakers breakers, ModelId model) {
		ModelReply reply = new ModelReply(model, AiMessage.from("Here."), Usage.NONE, Finish.STOP);
		return catchThrowableOfType(SparedException.class, () -> breakers.call(model, () -> reply)) != null;
	}

	private ModelException failure(TestGateway test) {
		return catchThrowableOfType(ModelException.class, () -> this.breakers.call(TestGateway.MODEL, test::call));
	}

	private static LlmProperties properties(Duration open) {
		return new LlmProperties(Map.of(), Map.of(TestGateway.MODEL.toString(), new ModelProperties(100_000, null)),
				32_768,
				new ResilienceProperties(1, Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(20),
						Duration.ZERO, Duration.ZERO, Duration.ZERO, TestGateway.RESILIENCE.retryBudget(),
						new CircuitBreakerLimits(50, MINIMUM, Duration.ofSeconds(30), open, 1),
						TestGateway.RESILIENCE.lastResort()));
	}

	private double open() {
		return this.meters.get("resilience4j.circuitbreaker.state")
			.tags("name", TestGateway.MODEL.toString(), "state", "open")
			.gauge()
			.value();
	}

}
