package dev.agentservice.llm.settings;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import dev.agentservice.llm.OpenAiWireTests;
import dev.agentservice.llm.ScriptedServer;
import dev.agentservice.llm.TestGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProviderTargetTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void azureIsAskedWithItsOwnHeaderAndItsVersion(boolean streamed) throws Exception {
		ScriptedServer server = new ScriptedServer((provider) -> {
			if (streamed) {
				provider.stream(OpenAiWireTests.STREAM);
			}
			else {
				provider.json(200, OpenAiWireTests.ANSWER);
			}
		});
		ProviderProperties azure = provider(server.url().resolve("/openai/deployments/my-gpt-5/").toString(), "api-key",
				Map.of("x-trace", "a b"), Map.of("api-version", "2025-04-01 preview&more"));
		try (TestGateway test = TestGateway.of(server, azure)) {
			test.call(streamed);
			ScriptedServer.Request request = server.request();
			assertThat(request.line()).isEqualTo("POST /openai/deployments/my-gpt-5/chat/completions"
					+ "?api-version=2025-04-01%20preview%26more HTTP/1.1");
			assertThat(request.headers()).containsEntry("api-key", "sk-secret")
				.containsEntry("x-trace", "a b")
				.doesNotContainKey("Authorization");
		}
	}

	@Test
	void nothingPrintsASecret() {
		ProviderProperties provider = provider("https://models.example/v1", "api-key", Map.of("x-token", "t0ken"),
				Map.of("key", "quiet"));
		assertThat(provider.toString()).doesNotContain("t0ken").doesNotContain("sk-secret").doesNotContain("quiet");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Host", "Content-Length", "transfer-encoding", "Connection", "Proxy-Authorization", "a b",
			"x:y", "x\r\ny", "" })
	void aHeaderThatIsTheClientsOwnOrNoneIsRefused(String name) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> provider("https://models.example/v1", null, Map.of(name, "v"), Map.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> provider("https://models.example/v1", name, Map.of(), Map.of()))
			.withMessageStartingWith("api-key-header: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "secret\r\nHost: x", " secret", "secret ", "sécret", "" })
	void aValueThatCannotBeSentIsRefusedAndNotRepeated(String value) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> provider("https://models.example/v1", null, Map.of("x-token", value), Map.of()))
			.withMessageContaining("x-token")
			.withMessageNotContaining("cret");
	}

	private static ProviderProperties provider(String url, @Nullable String keyHeader, Map<String, String> headers,
			Map<String, String> query) {
		return new ProviderProperties(Protocol.OPENAI, URI.create(url), "sk-secret", true, true, null, keyHeader,
				headers, query, false, "", Set.of(), ReasoningProperties.UNKNOWN, TestGateway.POOL, null);
	}

}
