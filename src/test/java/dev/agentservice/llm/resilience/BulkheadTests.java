package dev.agentservice.llm.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ResilienceOverrides;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

/** Two providers with one connection each; the one place of {@code p} is taken. */
class BulkheadTests {

	private static final ModelId MODEL = ModelId.parse("p/m");

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	private final CountDownLatch end = new CountDownLatch(1);

	@AfterEach
	void release() {
		this.end.countDown();
	}

	@Test
	void aCallThatFindsNoPlaceGoesElsewhere() {
		Bulkheads bulkheads = occupied(Duration.ZERO);
		ModelException busy = catchThrowableOfType(ModelException.class,
				() -> bulkheads.call(MODEL, () -> answer("too many")));
		assertThat(busy.kind()).isEqualTo(Kind.BUSY);
		assertThat(busy.retryAfter()).isEqualTo(Duration.ofSeconds(1));
	}

	@Test
	void aSlowProviderLeavesTheOthersTheirPlaces() {
		Bulkheads bulkheads = occupied(Duration.ZERO);
		assertThat(bulkheads.call(ModelId.parse("q/m"), () -> answer("here")).message().text()).isEqualTo("here");
		assertThat(available("p")).isZero();
		assertThat(available("q")).isOne();
	}

	@Test
	void aCallThatWaitsGetsThePlaceOfOneThatEnds() throws ExecutionException, InterruptedException {
		Bulkheads bulkheads = occupied(Duration.ofSeconds(20));
		CompletableFuture<ModelReply> waiting = new CompletableFuture<>();
		Thread.ofVirtual().start(() -> waiting.complete(bulkheads.call(MODEL, () -> answer("at last"))));
		this.end.countDown();
		assertThat(waiting.get().message().text()).isEqualTo("at last");
		await().until(() -> available("p") == 1);
	}

	@Test
	void aCallWithAFallbackBehindItDoesNotWait() {
		Bulkheads bulkheads = occupied(Duration.ofMinutes(5));
		ModelException busy = catchThrowableOfType(ModelException.class,
				() -> CallTerms.FALLBACK_LEFT.apply(() -> bulkheads.call(MODEL, () -> answer("late"))));
		assertThat(busy.kind()).isEqualTo(Kind.BUSY);
	}

	@Test
	void fewWaitForAPlace() throws InterruptedException {
		Bulkheads bulkheads = occupied(Duration.ofMinutes(5));
		List<Thread> line = Stream
			.generate(() -> Thread.ofVirtual().start(() -> bulkheads.call(MODEL, () -> answer("at last"))))
			.limit(10)
			.toList();
		await().until(() -> line.stream().allMatch((thread) -> thread.getState() == Thread.State.TIMED_WAITING));
		ModelException busy = catchThrowableOfType(ModelException.class,
				() -> bulkheads.call(MODEL, () -> answer("late")));
		assertThat(busy.kind()).isEqualTo(Kind.BUSY);
		this.end.countDown();
		for (Thread thread : line) {
			thread.join();
		}
	}

	@Test
	void aCancelledRunWaitsNoLonger() {
		Bulkheads bulkheads = occupied(Duration.ofSeconds(20));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CancellationException.class)
			.isThrownBy(() -> bulkheads.call(MODEL, () -> answer("nobody listens")));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aFailedCallGivesItsPlaceBack() {
		Bulkheads bulkheads = bulkheads(Duration.ZERO);
		for (int i = 0; i < 3; i++) {
			ModelException failure = catchThrowableOfType(ModelException.class, () -> bulkheads.call(MODEL, () -> {
				throw new ModelException(MODEL, Kind.UNAVAILABLE, null, null);
			}));
			assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
		}
	}

	private Bulkheads occupied(Duration maxWait) {
		Bulkheads bulkheads = bulkheads(maxWait);
		CountDownLatch began = new CountDownLatch(1);
		Thread.ofVirtual().start(() -> bulkheads.call(MODEL, () -> {
			began.countDown();
			awaitEnd();
			return answer("slow");
		}));
		await().until(() -> began.getCount() == 0);
		return bulkheads;
	}

	private Bulkheads bulkheads(Duration maxWait) {
		PoolProperties one = new PoolProperties(1, Duration.ofSeconds(30), Duration.ofSeconds(1),
				Duration.ofSeconds(20), Duration.ofSeconds(20), DataSize.ofMegabytes(1));
		ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, URI.create("http://127.0.0.1:1/v1"), "k",
				true, true, null, one, new ResilienceOverrides(null, null, null, null, maxWait, null));
		return new Bulkheads(
				new LlmProperties(Map.of("p", provider, "q", provider), Map.of(), 32_768, TestGateway.RESILIENCE),
				this.meters);
	}

	private double available(String provider) {
		return this.meters.get("resilience4j.bulkhead.available.concurrent.calls")
			.tag("name", provider)
			.gauge()
			.value();
	}

	private void awaitEnd() {
		try {
			this.end.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ModelReply answer(String text) {
		return new ModelReply(MODEL, AiMessage.from(text), Usage.NONE, Finish.STOP);
	}

}
