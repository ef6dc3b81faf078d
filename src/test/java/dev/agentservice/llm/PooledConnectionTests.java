package dev.agentservice.llm;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.llm.Charges.Charge;
import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.resilience.Recovery;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.FullListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What becomes of calls on connections that were used before. */
@BesideOthers
class PooledConnectionTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	/** How a server gets rid of a connection. */
	@FunctionalInterface
	interface Close {

		void of(ScriptedServer.Connection server) throws IOException;

	}

	static Stream<Close> closes() {
		return Stream.of(ScriptedServer.Connection::close, ScriptedServer.Connection::reset);
	}

	private static void answer(ScriptedServer.Connection server) throws IOException {
		server.answer(OpenAiWireTests.ANSWER, OpenAiWireTests.STREAM);
	}

	/** Answers the first request of each connection, and does that to the next. */
	private static TestGateway lost(Close next) throws IOException {
		return TestGateway.of(Protocol.OPENAI, (server) -> {
			if (server.isReused()) {
				next.of(server);
			}
			else {
				answer(server);
			}
		});
	}

	private static ModelCall call() {
		ModelRequest request = TestGateway.request();
		return Calls.of(request, false);
	}

	/** Of what was to come in pieces nothing came, so only the prompt was read. */
	private static void assertMayBeBilled(TestGateway test, boolean streamed) {
		assertThat(test.charge(Calls.of(TestGateway.request(), streamed)))
			.isInstanceOf(streamed ? Charge.Estimated.class : Charge.Everything.class);
	}

	private static double resent(TestGateway test) {
		return test.meters().counter("agent.model.resent", "provider", "p").count();
	}

	/** Which closes what it has kept, without a word before. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProviderThatClosesIdleConnectionsLosesNoCall(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			answer(server);
			Thread.startVirtualThread(() -> {
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
				try {
					server.close();
				}
				catch (IOException _) {
					// It is closed already.
				}
			});
		})) {
			for (int i = 0; i < 20; i++) {
				assertThat(test.call(streamed).message().text()).isEqualTo("Hello there.");
				LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10L * i));
			}
		}
	}

	@Test
	void aClosedConnectionIsNoticedBeforeItIsUsed() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			answer(server);
			server.close();
			closed.countDown();
		})) {
			test.call();
			assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(400));
			test.call();
			assertThat(test.server().connections()).isEqualTo(2);
			assertThat(resent(test)).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("closes")
	void whatMetAClosedConnectionIsSentAgainAtOnce(Close close) throws Exception {
		try (TestGateway test = lost(close)) {
			for (boolean streamed : new boolean[] { false, true, false, true }) {
				assertThat(test.call(streamed).message().text()).isEqualTo("Hello there.");
			}
			assertThat(test.server().requests()).hasSize(4 + 3);
			assertThat(test.server().connections()).isEqualTo(4);
			assertThat(resent(test)).isEqualTo(3);
		}
	}

	@ParameterizedTest
	@MethodSource("closes")
	void whatMetAClosedConnectionIsChargedOnce(Close close) throws Exception {
		try (TestGateway test = lost(close)) {
			test.call();
			assertThat(test.charge(call())).isInstanceOf(Charge.Claimed.class);
		}
	}

	@ParameterizedTest
	@MethodSource("closes")
	void whatHasAnEffectIsNotSentAgain(Close close) throws Exception {
		try (TestGateway test = lost(close)) {
			test.call();
			ModelCall call = call();
			call.exchange().markUnrepeatable();
			assertThat(test.charge(call)).isInstanceOf(Charge.Everything.class);
			assertThat(test.server().requests()).hasSize(2);
			assertThat(resent(test)).isZero();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatIsLostTwiceIsAFailedCall(boolean streamed) throws Exception {
		AtomicBoolean asked = new AtomicBoolean();
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			if (asked.compareAndSet(false, true)) {
				answer(server);
			}
			else {
				server.close();
			}
		})) {
			test.call();
			assertMayBeBilled(test, streamed);
			assertThat(test.server().requests()).hasSize(3);
		}
	}

	/**
	 * A close before the answer's first byte is no race then: it may have been billed.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatBreaksOnAFreshConnectionIsNotSentAgain(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::close)) {
			assertMayBeBilled(test, streamed);
			assertThat(test.server().requests()).hasSize(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAnswerThatHadBegunIsNotAskedAgain(boolean streamed) throws Exception {
		try (TestGateway test = lost((server) -> {
			server.write("HTTP/1.1 2");
			server.close();
		})) {
			test.call();
			assertMayBeBilled(test, streamed);
			assertThat(test.server().requests()).hasSize(2);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aProviderThatGaveUpAfterAWhileHadTheRequest(boolean streamed) throws Exception {
		try (TestGateway test = lost((server) -> {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2500));
			server.close();
		})) {
			test.call();
			assertMayBeBilled(test, streamed);
			assertThat(test.server().requests()).hasSize(2);
		}
	}

	@Test
	void silenceOnAPooledConnectionIsATimeOut() throws Exception {
		PoolProperties pool = new PoolProperties(4, LONG, LONG, Duration.ofMillis(300), LONG, DataSize.ofMegabytes(1));
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, pool, (server) -> {
			if (server.isReused()) {
				server.silence();
			}
			answer(server);
		})) {
			test.call();
			assertThat(catchThrowableOfType(ModelException.class, test::call).kind()).isEqualTo(Kind.TIMEOUT);
			assertThat(test.server().requests()).hasSize(2);
		}
	}

	@Test
	void aConnectionThatIsOldIsNotUsedAgain() throws Exception {
		PoolProperties pool = new PoolProperties(4, LONG, Duration.ofMillis(300), LONG, LONG, LONG,
				DataSize.ofMegabytes(1));
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, pool, PooledConnectionTests::answer)) {
			test.call();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(350));
			test.call();
			assertThat(test.server().connections()).isEqualTo(2);
		}
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, PooledConnectionTests::answer)) {
			IntStream.range(0, 5).forEach((_) -> test.call());
			assertThat(test.server().connections()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aConnectTimeOutGoesToTheNextModelAndCostsNothing(boolean streamed) throws Exception {
		PoolProperties pool = new PoolProperties(4, LONG, Duration.ofMillis(300), LONG, LONG, DataSize.ofMegabytes(1));
		try (FullListener nowhere = FullListener.open()) {
			ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, nowhere.url(), "k", true, true, null,
					pool, null);
			try (TestGateway test = TestGateway.of(new ScriptedServer(ScriptedServer.Connection::close), provider)) {
				ModelRequest request = TestGateway.request();
				ModelCall call = Calls.of(request, request.deadline(), streamed ? (_) -> {
				} : null);
				ModelException failure = catchThrowableOfType(ModelException.class,
						() -> test.gateway().measured(call));
				assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
				assertThat(Recovery.of(failure.kind())).isEqualTo(Recovery.NEXT_MODEL);
				assertThat(call.exchange().mayBeBilled()).isFalse();
			}
		}
	}

}
