package dev.agentservice.llm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.agentservice.llm.Charges.Charge;
import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.CallLimits;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.Deadline;
import dev.agentservice.support.Promised;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** How long a call may take where an agent says so. */
@BesideOthers
class CallLimitTests {

	private static final Duration LONG = Duration.ofMinutes(2);

	private static final Duration SHORT = Duration.ofMillis(500);

	/** What waits for the wrong thing waits for the two minutes of the request. */
	private static final Duration BEFORE_THE_DEADLINE = Duration.ofSeconds(100);

	private static final PoolProperties IMPATIENT = new PoolProperties(4, LONG, LONG, Duration.ofMillis(300),
			Duration.ofMillis(300), DataSize.ofMegabytes(1));

	private static ModelCall call(boolean streamed, @Nullable Duration firstToken, @Nullable Duration gap,
			@Nullable Duration response) {
		Deadline deadline = Deadline.after(LONG);
		ModelRequest request = new ModelRequest(TestGateway.MODEL, TestGateway.MESSAGES, List.of(), 100, deadline, null,
				new CallLimits(firstToken, gap, response));
		return Calls.of(request, (firstToken != null) ? deadline.within(firstToken) : deadline, streamed ? (_) -> {
		} : null);
	}

	private static void assertTimesOut(TestGateway test, ModelCall call) {
		long start = System.nanoTime();
		ModelException failure = catchThrowableOfType(ModelException.class, () -> test.gateway().measured(call));
		assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BEFORE_THE_DEADLINE);
	}

	private static void pause(int millis) {
		LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
	}

	private static String word(Protocol protocol) {
		return (protocol == Protocol.OPENAI) ? "data: {\"choices\":[{\"delta\":{\"content\":\"word \"}}]}\n\n"
				: "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
						+ "\"delta\":{\"type\":\"text_delta\",\"text\":\"word \"}}\n\n";
	}

	private static String begun(Protocol protocol) {
		return (protocol == Protocol.OPENAI) ? BrokenProviderTests.OPENAI_BEGUN : AnthropicWireTests.STREAM.substring(0,
				AnthropicWireTests.STREAM.indexOf("event: content_block_stop"));
	}

	/**
	 * What a deadline cancels may be anywhere: waiting for the pool, connecting, reading.
	 */
	@Test
	void aCallThatIsCancelledAnywhereTimesOut() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::silence)) {
			for (int micros = 0; micros < 3000; micros += 20) {
				assertTimesOut(test, call(false, null, null, Duration.ofNanos(micros * 1000L)));
			}
			assertThat(test.meters()
				.get("httpcomponents.httpclient.pool.total.connections")
				.tags("provider", "p", "state", "leased")
				.gauge()
				.value()).isZero();
		}
	}

	/** Keep-alives are bytes, but no pieces. */
	@ParameterizedTest
	@EnumSource(Protocol.class)
	void keepAlivesInsideAnAnswerDoNotFillAGap(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(begun(protocol));
			for (;;) {
				server.chunk(": still here\n\nevent: ping\ndata: {\"type\": \"ping\"}\n\n");
				pause(50);
			}
		})) {
			assertTimesOut(test, call(true, null, SHORT, null));
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void piecesOfNothingDoNotFillAGap() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			server.chunk(word(Protocol.OPENAI));
			for (;;) {
				server.chunk("data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n");
				pause(50);
			}
		})) {
			assertTimesOut(test, call(true, null, SHORT, null));
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aModelThatDripsExceedsTheGap(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(begun(protocol));
			for (;;) {
				server.chunk(word(protocol));
				pause(5000);
			}
		})) {
			ModelCall call = call(true, null, Duration.ofSeconds(1), null);
			assertTimesOut(test, call);
			assertThat(call.answer().hasBegun()).isTrue();
		}
	}

	/**
	 * Thoughts and pieces of tool calls are pieces, too. All of them together always take
	 * longer than one may.
	 */
	@Test
	void everyPieceGivesTheNextOneAsMuchTime() {
		Promised.once(CallLimitTests::assertEveryPieceGivesTheNextOneAsMuchTime);
	}

	private static void assertEveryPieceGivesTheNextOneAsMuchTime() {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			for (String piece : List.of("\"reasoning_content\":\"hm \"", "\"content\":\"word \"",
					"\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]",
					"\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\"}}]",
					"\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"}\"}}]")) {
				server.chunk("data: {\"choices\":[{\"delta\":{" + piece + "}}]}\n\n");
				pause(600);
			}
			server.chunk("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\ndata: [DONE]\n\n");
			server.endStream();
		})) {
			ModelReply reply = test.gateway().measured(call(true, null, Duration.ofSeconds(2), null));
			assertThat(reply.message().toolExecutionRequests()).hasSize(1);
			assertThat(reply.message().text()).isEqualTo("word ");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aCallMayTakeNoLongerAsAWhole(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			for (;;) {
				server.chunk(streamed ? word(Protocol.OPENAI) : " ");
				pause(50);
			}
		})) {
			assertTimesOut(test, call(streamed, null, null, SHORT));
		}
	}

	@Test
	void aFirstTokenMayBeWaitedForNoLonger() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::silence)) {
			ModelCall call = call(true, SHORT, null, null);
			assertTimesOut(test, call);
			assertThat(call.answer().hasBegun()).isFalse();
		}
	}

	/** Nothing shows when an answer in one piece begins. */
	@Test
	void limitsOfStreamsAreNoneForAnAnswerInOnePiece() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			pause(600);
			server.json(200, OpenAiWireTests.ANSWER);
		})) {
			ModelReply reply = test.gateway()
				.measured(call(false, Duration.ofMillis(200), Duration.ofMillis(200), null));
			assertThat(reply.message().text()).isEqualTo("Hello there.");
		}
	}

	private static void answerLate(ScriptedServer.Connection server) throws IOException {
		pause(900);
		server.answer(OpenAiWireTests.ANSWER, OpenAiWireTests.STREAM);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void anAgentMayBeMorePatientThanAPoolIs(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, CallLimitTests::answerLate)) {
			ModelReply reply = test.gateway().measured(call(streamed, LONG, null, LONG));
			assertThat(reply.message().text()).isEqualTo("Hello there.");
		}
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, CallLimitTests::answerLate)) {
			assertTimesOut(test, call(streamed, null, null, null));
		}
	}

	@Test
	void patienceWithTheFirstTokenEndsWithIt() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, (server) -> {
			server.startStream();
			pause(900);
			server.chunk(BrokenProviderTests.OPENAI_BEGUN);
			server.silence();
		})) {
			ModelCall call = call(true, LONG, null, null);
			assertTimesOut(test, call);
			assertThat(call.answer().hasBegun()).isTrue();
		}
	}

	@Test
	void aGapMayBeLongerThanAPoolAllows() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, (server) -> {
			server.startStream();
			server.chunk(BrokenProviderTests.OPENAI_BEGUN);
			pause(900);
			server.chunk(OpenAiWireTests.STREAM.substring(BrokenProviderTests.OPENAI_BEGUN.length()) + "\n");
			server.endStream();
		})) {
			assertThat(test.gateway().measured(call(true, null, LONG, null)).message().text())
				.isEqualTo("Hello there.");
		}
	}

	@Test
	void aCallThatExceededItsLimitIsChargedForWhatWasHeard() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.startStream();
			server.chunk(word(Protocol.OPENAI));
			server.silence();
		})) {
			assertThat(test.charge(call(true, null, SHORT, null))).isInstanceOf(Charge.Estimated.class);
		}
	}

}
