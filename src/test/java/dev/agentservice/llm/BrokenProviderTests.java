package dev.agentservice.llm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.agentservice.llm.http.PoolProperties;
import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

@BesideOthers
class BrokenProviderTests {

	static final String OPENAI_BEGUN = OpenAiWireTests.STREAM.substring(0,
			OpenAiWireTests.STREAM.indexOf(": a comment"));

	private static final String ANTHROPIC_BEGUN = AnthropicWireTests.STREAM.substring(0,
			AnthropicWireTests.STREAM.indexOf("event: content_block_stop"));

	private static final PoolProperties IMPATIENT = new PoolProperties(4, Duration.ofSeconds(30), Duration.ofSeconds(1),
			Duration.ofMillis(300), Duration.ofMillis(300), DataSize.ofKilobytes(64));

	/** What goes wrong after an answer. */
	@FunctionalInterface
	private interface Ending {

		void of(ScriptedServer.Connection server) throws IOException;

	}

	private static Ending then(String events) {
		return (server) -> {
			server.chunk(events);
			server.endStream();
		};
	}

	private static String stopped(Protocol protocol) {
		return (protocol == Protocol.OPENAI)
				? OpenAiWireTests.STREAM.substring(0,
						OpenAiWireTests.STREAM.indexOf("data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[],"))
				: AnthropicWireTests.STREAM.substring(0, AnthropicWireTests.STREAM.indexOf("event: message_stop"));
	}

	private static String begun(Protocol protocol) {
		return (protocol == Protocol.OPENAI) ? OPENAI_BEGUN : ANTHROPIC_BEGUN;
	}

	private static Kind kind(TestGateway test, boolean streamed) {
		return catchThrowableOfType(ModelException.class, () -> test.call(streamed)).kind();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aResetInsteadOfAnAnswerIsABrokenConnection(boolean streamed) throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, ScriptedServer.Connection::reset)) {
			assertThat(kind(test, streamed)).isEqualTo(Kind.CONNECTION);
		}
	}

	@Test
	void nobodyListeningIsABrokenConnection() throws Exception {
		URI nobody;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			nobody = URI.create("http://127.0.0.1:" + socket.getLocalPort());
		}
		ScriptedServer unused = new ScriptedServer(ScriptedServer.Connection::close);
		ProviderProperties provider = new ProviderProperties(Protocol.OPENAI, nobody, "k", true, true, null,
				TestGateway.POOL, null);
		try (TestGateway test = TestGateway.of(unused, provider)) {
			assertThat(kind(test, false)).isEqualTo(Kind.CONNECTION);
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aResetInsideAStreamIsABrokenConnection(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(begun(protocol));
			server.reset();
		})) {
			assertThat(kind(test, true)).isEqualTo(Kind.CONNECTION);
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aStreamWhoseConnectionClosesBeforeItsLastChunkIsABrokenConnection(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(begun(protocol));
			server.close();
		})) {
			assertThat(kind(test, true)).isEqualTo(Kind.CONNECTION);
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aStreamThatEndsWellOnTheWireButLacksItsEndIsNoAnswer(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.stream(begun(protocol)))) {
			assertThat(kind(test, true)).isEqualTo(Kind.MALFORMED);
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anAnswerIsWholeOnceItsModelSaidWhyItStopped(Protocol protocol) throws Exception {
		for (Ending ending : List.<Ending>of(ScriptedServer.Connection::endStream, ScriptedServer.Connection::close,
				ScriptedServer.Connection::silence, then("data: {\"choices\": [{\"del\n\n"))) {
			try (TestGateway test = TestGateway.of(protocol, (server) -> {
				server.startStream();
				server.chunk(stopped(protocol));
				ending.of(server);
			})) {
				List<String> deltas = new ArrayList<>();
				ModelReply reply = test.stream(deltas::add);
				assertThat(String.join("", deltas)).isEqualTo("Hello there.").isEqualTo(reply.message().text());
				assertThat(reply.finish()).isEqualTo(ModelReply.Finish.STOP);
			}
		}
	}

	@Test
	void aReportOfUsageThatCannotBeReadMakesItAnEstimate() throws Exception {
		String stream = OpenAiWireTests.STREAM.replace("\"usage\":{\"prompt_tokens\":1000", "\"usage\":{\"prompt_tok");
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.stream(stream))) {
			assertThat(test.stream((_) -> {
			}).usage().estimated()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void anAnswerCutInTheMiddleIsABrokenConnection(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"id\": ");
			server.close();
		})) {
			assertThat(kind(test, false)).isEqualTo(Kind.CONNECTION);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "OPENAI|{\"choices\": [", "OPENAI|{}", "OPENAI|[]", "OPENAI|null", "OPENAI|{\"choices\": [{}]}",
					"OPENAI|<html>hello</html>", "OPENAI|''", "ANTHROPIC|{\"content\": ", "ANTHROPIC|{}",
					"ANTHROPIC|[1]", "ANTHROPIC|null", "ANTHROPIC|<html>hello</html>",
					"OPENAI|{\"choices\":[{\"message\":{\"content\":null}}]}",
					"OPENAI|{\"choices\":[{\"message\":{\"tool_calls\":[{\"type\":\"function\",\"function\":{}}]}}]}" })
	void garbageIsNoAnswer(Protocol protocol, String body) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.json(200, body))) {
			assertThat(kind(test, false)).isEqualTo(Kind.MALFORMED);
		}
	}

	@Test
	void deeplyNestedGarbageIsNoAnswer() throws Exception {
		String deep = "{\"choices\":" + "[".repeat(100_000);
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, deep))) {
			assertThat(kind(test, false)).isEqualTo(Kind.MALFORMED);
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void aMalformedEventInTheMiddleOfAStreamEndsTheCall(Protocol protocol) throws Exception {
		String stream = (protocol == Protocol.OPENAI)
				? OpenAiWireTests.STREAM.replace(": a comment", "data: {\"choices\": [{\"del")
				: AnthropicWireTests.STREAM.replace("{\"type\": \"ping\"}", "{\"type\": \"pi");
		try (TestGateway test = TestGateway.of(protocol, (server) -> server.stream(stream))) {
			assertThat(kind(test, true)).isEqualTo(Kind.MALFORMED);
		}
	}

	@Test
	void bytesThatAreNotHttpAreNoAnswer() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, (server) -> {
			server.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nhello\r\n");
			server.close();
		})) {
			assertThat(kind(test, true)).isEqualTo(Kind.MALFORMED);
		}
	}

	@Test
	void anAnswerLongerThanAllowedIsNone() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, (server) -> {
			server.startStream();
			for (int i = 0; i < 1000; i++) {
				server.chunk("x".repeat(1000));
			}
		})) {
			assertThat(kind(test, true)).isEqualTo(Kind.MALFORMED);
		}
	}

	@Test
	void aRedirectIsNotFollowedWithTheKey() throws Exception {
		try (TestGateway elsewhere = TestGateway.of(Protocol.OPENAI, (server) -> server.json(200, "{}"));
				TestGateway test = TestGateway.of(Protocol.OPENAI,
						(server) -> server.json(307, "", "Location: " + elsewhere.server().url()))) {
			assertThat(kind(test, false)).isEqualTo(Kind.MALFORMED);
			assertThat(elsewhere.server().requests()).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(Protocol.class)
	void whatAListenerThrowsEndsTheCallAndReachesTheCaller(Protocol protocol) throws Exception {
		try (TestGateway test = TestGateway.of(protocol, (server) -> {
			server.startStream();
			server.chunk(begun(protocol));
			server.silence();
		})) {
			assertThatIllegalStateException().isThrownBy(() -> test.stream((_) -> {
				throw new IllegalStateException("the client left");
			})).withMessage("the client left");
			assertThat(test.server().clientGone().await(1, TimeUnit.MINUTES)).isTrue();
		}
	}

	@Test
	void aFailedCallLeavesNoConnectionInThePool() throws Exception {
		try (TestGateway test = TestGateway.of(Protocol.OPENAI, IMPATIENT, (server) -> {
			server.startStream();
			server.chunk(OPENAI_BEGUN);
			server.silence();
		})) {
			for (int i = 0; i < 5; i++) {
				assertThat(kind(test, true)).isEqualTo(Kind.TIMEOUT);
			}
			assertThat(test.meters()
				.get("httpcomponents.httpclient.pool.total.connections")
				.tags("provider", "p", "state", "leased")
				.gauge()
				.value()).isZero();
		}
	}

}
