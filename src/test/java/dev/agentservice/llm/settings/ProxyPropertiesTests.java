package dev.agentservice.llm.settings;

import java.net.URI;
import java.util.Map;
import java.util.Set;

import dev.agentservice.llm.TestGateway;
import dev.agentservice.llm.http.proxy.ProxyServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ProxyPropertiesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			https://api.openai.com/v1            | ''                            | false
			https://api.openai.com/v1            | api.openai.com                | true
			https://api.openai.com/v1            | openai.com                    | true
			https://api.openai.com/v1            | .openai.com                   | true
			https://api.openai.com/v1            | *.openai.com                  | true
			https://API.openai.com/v1            | ' x.example ,  API.OpenAI.com'| true
			https://api.openai.com/v1            | penai.com                     | false
			https://api.openai.com/v1            | api.openai.com.example        | false
			https://api.openai.com/v1            | *                             | true
			https://api.openai.com/v1            | openai.com:443                | true
			https://api.openai.com/v1            | openai.com:8443               | false
			https://vllm.models.svc:8443/v1      | .svc:8443                     | true
			https://vllm.models.svc:8443/v1      | .svc                          | true
			https://10.1.2.3/v1                  | 10.0.0.0/8                    | true
			https://11.1.2.3/v1                  | 10.0.0.0/8                    | false
			https://10.1.2.3/v1                  | 10.1.2.3                      | true
			https://10.1.2.3/v1                  | 10.1.2.128/25                 | false
			https://[fd00::7]/v1                 | fd00::/8                      | true
			https://[fd00::7]:8443/v1            | [fd00::7]:8443                | true
			https://[fd00::7]/v1                 | 10.0.0.0/8                    | false
			https://10.1.2.3/v1                  | 10.0.0.0/99                   | false
			https://localhost:8443/v1            | ''                            | true
			https://127.0.0.3/v1                 | ''                            | true
			https://[::1]/v1                     | ''                            | true
			""")
	void whoIsAskedDirectly(String url, String noProxy, boolean direct) {
		ProxyProperties proxies = new ProxyProperties("http://proxy.example:3128", "", noProxy);
		assertThat(proxies.to("p", provider(url, "")) == null).isEqualTo(direct);
	}

	@Test
	void theSchemeOfTheProvidersUrlChoosesTheProxy() {
		ProxyProperties proxies = new ProxyProperties("http://one.example:1", "http://two.example:2", "");
		assertThat(proxies.to("p", provider("https://models.example/v1", ""))).extracting(ProxyServer::host)
			.isEqualTo("one.example");
		assertThat(proxies.to("p", provider("http://models.example/v1", ""))).extracting(ProxyServer::host)
			.isEqualTo("two.example");
		assertThat(ProxyProperties.NONE.to("p", provider("https://models.example/v1", ""))).isNull();
	}

	@Test
	void whatAProviderSaysCountsInPlaceOfTheEnvironment() {
		ProxyProperties proxies = new ProxyProperties("http://one.example:1", "", "models.example");
		assertThat(proxies.to("p", provider("https://models.example/v1", "http://own.example")))
			.isEqualTo(new ProxyServer("own.example", 80, "", ""));
		assertThat(proxies.to("p", provider("https://other.example/v1", "none"))).isNull();
	}

	@Test
	void credentialsAreDecodedAndNeverPrinted() {
		ProxyServer proxy = ProxyServer.parse("user:p%40ss+word@proxy.example:3128");
		assertThat(proxy).isEqualTo(new ProxyServer("proxy.example", 3128, "user", "p@ss+word"));
		assertThat(proxy.toString()).doesNotContain("p@ss").doesNotContain("user");
		assertThat(new ProxyProperties("http://u:secret@p", "http://u:secret@p", "").toString())
			.doesNotContain("secret");
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://u:secret@proxy.example", "socks5://u:secret@proxy.example", "http://u:secret@",
			"http://u:secret@proxy.example/path", "http://u:secret@pro xy" })
	void whatIsNoProxySaysWhereItStandsAndNotWhatItIs(String url) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ProxyProperties.NONE.to("azure", provider("https://models.example/v1", url)))
			.withMessageContaining("agent-service.llm.providers.azure.proxy")
			.withMessageNotContaining("secret")
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("must have the form")
				.hasMessageNotContaining("secret"));
	}

	private static ProviderProperties provider(String url, String proxy) {
		return new ProviderProperties(Protocol.OPENAI, URI.create(url), "k", true, true, null, null, Map.of(), Map.of(),
				false, proxy, Set.of(), ReasoningProperties.UNKNOWN, TestGateway.POOL, null);
	}

}
