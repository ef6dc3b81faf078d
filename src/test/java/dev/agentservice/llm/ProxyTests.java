package dev.agentservice.llm;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelException.Kind;
import dev.agentservice.llm.model.ModelRequest;
import dev.agentservice.llm.provider.Calls;
import dev.agentservice.llm.provider.ModelCall;
import dev.agentservice.llm.settings.Protocol;
import dev.agentservice.llm.settings.ProviderProperties;
import dev.agentservice.llm.settings.ReasoningProperties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** Providers behind a proxy; tunnels that open are in {@link ProxyTunnelTests}. */
class ProxyTests {

	static final String CREDENTIALS = "Basic "
			+ Base64.getEncoder().encodeToString("user:p@ss".getBytes(StandardCharsets.UTF_8));

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aPlainRequestIsGivenToTheProxyWithItsCredentials(boolean streamed) throws Exception {
		try (TestGateway test = gateway("http://models.example:8000/v1", (proxy) -> {
			if (streamed) {
				proxy.stream(OpenAiWireTests.STREAM);
			}
			else {
				proxy.json(200, OpenAiWireTests.ANSWER);
			}
		})) {
			assertThat(test.call(streamed).message().text()).isEqualTo("Hello there.");
			ScriptedServer.Request request = test.server().request();
			assertThat(request.line()).isEqualTo("POST http://models.example:8000/v1/chat/completions HTTP/1.1");
			assertThat(request.headers()).containsEntry("Proxy-Authorization", CREDENTIALS)
				.containsEntry("Authorization", "Bearer sk-secret");
		}
	}

	@ParameterizedTest
	@CsvSource({ "403, UNAUTHORIZED", "407, UNAUTHORIZED", "404, CONNECTION", "502, CONNECTION", "503, CONNECTION" })
	void aTunnelThatIsRefusedCostsNothing(int status, Kind kind) throws Exception {
		try (TestGateway test = gateway("https://models.example/v1", (proxy) -> proxy.json(status, "{}"))) {
			ModelRequest request = TestGateway.request();
			ModelCall call = Calls.of(request, false);
			ModelException failure = catchThrowableOfType(ModelException.class, () -> test.gateway().measured(call));
			assertThat(failure.kind()).isEqualTo(kind);
			assertThat(call.exchange().mayBeBilled()).as("the proxy got nothing but CONNECT").isFalse();
			ScriptedServer.Request connect = test.server().request();
			assertThat(connect.line()).isEqualTo("CONNECT models.example:443 HTTP/1.1");
			assertThat(connect.headers()).containsEntry("Proxy-Authorization", CREDENTIALS)
				.doesNotContainKey("Authorization");
			assertThat(connect.body()).isEmpty();
		}
	}

	@Test
	void aProxyThatWantsOtherCredentialsDoesNotPassOfItself() throws Exception {
		try (TestGateway test = gateway("http://models.example/v1", (proxy) -> proxy.json(407, ""))) {
			assertThat(catchThrowableOfType(ModelException.class, test::call).kind()).isEqualTo(Kind.UNAUTHORIZED);
		}
	}

	@Test
	void aProxyThatIsNotThereIsABrokenConnection() throws Exception {
		int nobody;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			nobody = socket.getLocalPort();
		}
		try (TestGateway test = TestGateway.of(new ScriptedServer(ScriptedServer.Connection::close),
				provider("https://models.example/v1", "http://127.0.0.1:" + nobody))) {
			assertThat(catchThrowableOfType(ModelException.class, test::call).kind()).isEqualTo(Kind.CONNECTION);
		}
	}

	private static TestGateway gateway(String url, ScriptedServer.Answer answer) throws IOException {
		ScriptedServer proxy = new ScriptedServer(answer);
		return TestGateway.of(proxy, provider(url, "http://user:p%40ss@127.0.0.1:" + proxy.url().getPort()));
	}

	static ProviderProperties provider(String url, String proxy) {
		return new ProviderProperties(Protocol.OPENAI, URI.create(url), "sk-secret", true, true, null, null, Map.of(),
				Map.of(), false, proxy, Set.of(), ReasoningProperties.UNKNOWN, TestGateway.POOL, null);
	}

}
