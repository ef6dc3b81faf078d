package dev.agentservice.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

@BesideOthers
class TimeLimitTests {

	private static final PoolProperties IMPATIENT = new PoolProperties(4, Duration.ofSeconds(30), Duration.ofSeconds(1),
			Duration.ofMillis(300), Duration.ofMillis(300), DataSize.ofKilobytes(64));

	/** What waits for the wrong thing waits for the 20 s of pool or request. */
	private static final Duration BEFORE_THE_DEADLINE = Duration.ofSeconds(15);

	private static Kind kind(TestGateway test, boolean streamed) {
		return catchThrowableOfType(ModelException.class, () -> test.call(streamed)).kind();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void silenceBeforeTheAnswerTimesOut(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, ScriptedServer.Connection::silence)) {
			long start = System.nanoTime();
			assertThat(kind(test, streamed)).isEqualTo(Kind.TIMEOUT);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(250),
					BEFORE_THE_DEADLINE);
		}
	}

	/**
	 * Comments are signs of life, but no tokens: the deadline of the whole answer ends
	 * it.
	 */
	@Test
	void aHeadWithoutATokenTimesOut() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			for (;;) {
				server.chunk(": still here\n\n");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		})) {
			ModelRequest request = TestGateway.request(Duration.ofSeconds(2));
			ModelCall call = Calls.of(request, request.deadline().within(Duration.ofMillis(300)), (_) -> {
			});
			assertThat(catchThrowableOfType(ModelException.class, () -> test.gateway().measured(call)).kind())
				.isEqualTo(Kind.TIMEOUT);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void pingsKeepAModelAliveThatThinks() {
		Promised.once(TimeLimitTests::assertPingsKeepAModelAliveThatThinks);
	}

	private static void assertPingsKeepAModelAliveThatThinks() {
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> {
			server.startStream();
			for (int ping = 0; ping < 12; ping++) {
				server.chunk("event: ping\ndata: {\"type\": \"ping\"}\n\n");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
			}
			server.chunk(AnthropicWireTests.STREAM + "\n");
			server.endStream();
		})) {
			assertThat(test.streamWithin(Duration.ofSeconds(2)).message().text()).isEqualTo("Hello there.");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void theHeadOfAMessageIsNoFirstToken() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.ANTHROPIC, (server) -> {
			server.startStream();
			server.chunk(AnthropicWireTests.STREAM.substring(0,
					AnthropicWireTests.STREAM.indexOf("event: content_block_delta")));
			server.silence();
		})) {
			assertThat(
					catchThrowableOfType(ModelException.class, () -> test.streamWithin(Duration.ofMillis(300))).kind())
				.isEqualTo(Kind.TIMEOUT);
		}
	}

	@Test
	void anAnswerThatHasBegunMayTakeLongerThanItsFirstToken() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			server.chunk(BrokenProviderTests.OPENAI_BEGUN);
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(3300));
			server.chunk(OpenAiWireTests.STREAM.substring(BrokenProviderTests.OPENAI_BEGUN.length()) + "\n");
			server.endStream();
		})) {
			assertThat(test.streamWithin(Duration.ofSeconds(3)).message().text()).isEqualTo("Hello there.");
		}
	}

	/** What waits for the end of the keep-alives waits for the 20 s of the request. */
	@ParameterizedTest
	@EnumSource(Protocol.class)
	void keepAlivesBehindTheEndDoNotHoldTheAnswer(Protocol protocol) throws Exception {
		String ended = (protocol == Protocol.OPENAI)
				? OpenAiWireTests.STREAM.substring(0, OpenAiWireTests.STREAM.indexOf("data: [DONE]"))
				: AnthropicWireTests.STREAM.substring(0, AnthropicWireTests.STREAM.indexOf("event: message_stop"));
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(ended);
			for (;;) {
				server.chunk(": still here\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
			}
		})) {
			long start = System.nanoTime();
			assertThat(test.call(true).message().text()).isEqualTo("Hello there.");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BEFORE_THE_DEADLINE);
		}
	}

	@Test
	void silenceInsideAStreamTimesOut() throws Exception {
		PoolProperties pool = new PoolProperties(4, Duration.ofSeconds(30), Duration.ofSeconds(1),
				Duration.ofSeconds(20), Duration.ofMillis(300), DataSize.ofKilobytes(64));
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, pool, (server) -> {
			server.startStream();
			server.chunk(BrokenProviderTests.OPENAI_BEGUN);
			server.silence();
		})) {
			assertThat(kind(test, true)).isEqualTo(Kind.TIMEOUT);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProviderThatTricklesBytesIsStoppedAtTheDeadline(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			for (;;) {
				server.chunk(streamed ? ": still here\n\n" : " ");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		})) {
			ModelRequest request = TestGateway.request(Duration.ofMillis(500));
			long start = System.nanoTime();
			ModelException failure = catchThrowableOfType(ModelException.class, () -> {
				if (streamed) {
					test.call(request, (_) -> {
					});
				}
				else {
					test.call(request);
				}
			});
			assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(450),
					BEFORE_THE_DEADLINE);
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void aHeaderThatTricklesIsStoppedAtTheDeadlineToo() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.write("HTTP/1.1 200 OK\r\nX-Slow: ");
			for (;;) {
				server.write("a");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
			}
		})) {
			ModelRequest request = TestGateway.request(Duration.ofMillis(300));
			assertThat(catchThrowableOfType(ModelException.class, () -> test.call(request)).kind())
				.isEqualTo(Kind.TIMEOUT);
		}
	}

	@Test
	void waitingForABusyPoolEndsAtTheDeadline() throws Exception {
		PoolProperties single = new PoolProperties(1, Duration.ofSeconds(30), Duration.ofSeconds(1),
				Duration.ofSeconds(20), Duration.ofSeconds(20), DataSize.ofKilobytes(64));
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, single, ScriptedServer.Connection::silence)) {
			FutureTask<ModelReply> occupying = new FutureTask<>(test::call);
			Thread first = Thread.startVirtualThread(occupying);
			await().until(() -> !test.server().requests().isEmpty());
			ModelRequest request = TestGateway.request(Duration.ofMillis(300));
			assertThat(catchThrowableOfType(ModelException.class, () -> test.call(request)).kind())
				.isEqualTo(Kind.TIMEOUT);
			assertThat(test.server().requests()).hasSize(1);
			first.interrupt();
			first.join();
		}
	}

	@Test
	void aDeadlineThatHasPassedSendsNothing() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, OpenAiWireTests.ANSWER))) {
			ModelRequest request = TestGateway.request(Duration.ZERO);
			assertThat(catchThrowableOfType(ModelException.class, () -> test.call(request)).kind())
				.isEqualTo(Kind.TIMEOUT);
			assertThat(test.server().connections()).isZero();
		}
	}

}
