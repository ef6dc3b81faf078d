package dev.agentservice.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.script.LatencyProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

@Isolated
@ExtendWith(OutputCaptureExtension.class)
class LocalModeTests {

	@Test
	void theServiceStartsWithItsSurroundingsAndTakesThemAlongWhenItStops(CapturedOutput output, @TempDir Path directory)
			throws IOException {
		int redis;
		Path keyFile = directory.resolve("local.key");
		try (ConfigurableApplicationContext context = LocalMode.start(Map.of(), "--server.port=0",
				"--management.server.port=0", "--local.key-file=" + keyFile)) {
			Environment environment = context.getEnvironment();
			redis = environment.getRequiredProperty("spring.data.redis.port", Integer.class);
			assertThat(environment.getActiveProfiles()).containsExactly("local");
			assertThat(environment.getProperty("server.address")).isEqualTo("127.0.0.1");
			assertThat(environment.getProperty("agent-service.llm.providers.openai.base-url"))
				.startsWith("http://127.0.0.1:");
			assertThat(ping(redis)).isEqualTo("+PONG");
			assertThat(output)
				.contains("OpenAI     SIMULATED", "curl -s http://127.0.0.1:", "Bearer " + Files.readString(keyFile))
				.doesNotContain("WARN", "ERROR", "{\"@timestamp\"");
			Client client = new Client("http://127.0.0.1:" + environment.getProperty("local.server.port"),
					Files.readString(keyFile));
			Client.Reply cited = client.ask(Map.of("agent", "handbook", "task", "How long does a refund take?"));
			assertThat(cited.text("/answer")).contains("fourteen days").endsWith("[1]");
			assertThat(cited.text("/citations/0/document")).isEqualTo("refunds");
			assertThat(beansOfTests(context)).isEmpty();
		}
		assertThatIOException().isThrownBy(() -> ping(redis));
	}

	@Test
	void aProviderIsRealWhereTheEnvironmentSaysHowToReachIt() {
		try (Simulator simulator = Simulator.start(0, LatencyProfile.NONE)) {
			Map<String, String> environment = Map.of("OPENAI_BASE_URL", "http://127.0.0.1:11434/v1",
					"ANTHROPIC_API_KEY", "sk-ant");
			assertThat(Provider.openai(environment, simulator))
				.isEqualTo(new Provider("openai", "http://127.0.0.1:11434/v1", "none", false));
			assertThat(Provider.anthropic(environment, simulator))
				.isEqualTo(new Provider("anthropic", "https://api.anthropic.com/v1", "sk-ant", false));
			assertThat(Provider.openai(Map.of("OPENAI_API_KEY", "sk"), simulator).baseUrl())
				.isEqualTo("https://api.openai.com/v1");
			assertThat(Provider.anthropic(Map.of(), simulator).simulated()).isTrue();
		}
	}

	@Test
	void theServiceIsToldTheKeysHashOnly() {
		Credentials credentials = new Credentials("abc", "pepper");
		assertThat(credentials.properties()).doesNotContainValue("abc")
			.containsEntry("agent-service.identity.api-keys[0].sha256",
					"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	}

	/** Scanning finds the classes of the tests, too; none of them must become a bean. */
	private static List<Class<?>> beansOfTests(ConfigurableApplicationContext context) {
		CodeSource tests = LocalModeTests.class.getProtectionDomain().getCodeSource();
		return Stream.of(context.getBeanDefinitionNames()).<Class<?>>mapMulti((name, types) -> {
			Class<?> type = context.getType(name);
			if (type != null && tests.equals(type.getProtectionDomain().getCodeSource())) {
				types.accept(type);
			}
		}).toList();
	}

	private static String ping(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
		}
	}

}
