package dev.agentservice.endtoend;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.support.Promised;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients of OpenAI's protocol as they are, with all their own retries: OpenAI's, the AI
 * SDK's, LangChain's, Spring AI's.
 */
@Tag("process")
@Isolated("it measures how long clients wait")
class OpenAiClientsTests {

	private static final String ANSWER = "Hello, whoever you are.";

	/** How often each sends a request that is refused for today. */
	private static final Map<String, Integer> REQUESTS = Map.of("openai", 1, "aiSdk", 3, "langChain", 1, "springAi", 1);

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	@Tag("npm")
	@RequiresCommand("node -e require('./src/test/js/node_modules/@langchain/openai')")
	void clientsInJavaScriptGetTheirAnswers() {
		assertAnswers(List.of("node", "src/test/js/clients.js"), "openai", "aiSdk", "langChain");
	}

	@Test
	@Tag("npm")
	@RequiresCommand("node -e require('./src/test/js/node_modules/@langchain/openai')")
	void clientsInJavaScriptDoNotWaitForTomorrow() {
		assertRefusals(List.of("node", "src/test/js/clients.js"), "openai", "aiSdk", "langChain");
	}

	@Test
	@RequiresCommand("test -f src/test/spring-ai/target/class-path")
	void springAiGetsItsAnswersAndDoesNotWaitForTomorrow() throws IOException {
		Path target = Path.of("src/test/spring-ai/target");
		List<String> program = List.of(System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-cp",
				target.resolve("classes") + ":" + Files.readString(target.resolve("class-path")),
				"client.SpringAiClient");
		assertAnswers(program, "springAi");
		assertRefusals(program, "springAi");
	}

	@Test
	@Tag("npm")
	@RequiresCommand("node -e require('./src/test/js/node_modules/openai')")
	void whatOneCallBecomesInAnOutageIsBounded() {
		service.anthropic().always(status(529).retryAfter(Duration.ZERO));
		service.openai().always(status(503).retryAfter(Duration.ZERO));
		JsonNode seen = run(List.of("node", "src/test/js/clients.js"), "outage", "dave");
		assertThat(seen.at("/openai/plain/requests").asInt()).isEqualTo(3);
		// Three requests, of which each may ask two models three times.
		int calls = service.anthropic().requests().size() + service.openai().requests().size();
		assertThat(calls).isBetween(6, 18);
	}

	private static void assertAnswers(List<String> program, String... clients) {
		service.anthropic().always(answer(ANSWER));
		JsonNode seen = run(program, "answers", "carol");
		assertThat(seen.propertyNames()).containsExactly(clients);
		for (String client : clients) {
			assertThat(seen.at("/" + client + "/plain").asString()).as(client).isEqualTo(ANSWER);
			assertThat(seen.at("/" + client + "/streamed").asString()).as(client).isEqualTo(ANSWER);
		}
	}

	private static void assertRefusals(List<String> program, String... clients) {
		awaitThatMidnightIsFar();
		assertThat(
				service.operator().put("/ops/budgets/acme/broke", "{\"limit_usd\": 0, \"reason\": \"test\"}").status())
			.isEqualTo(200);
		JsonNode seen = run(program, "refusals", "broke");
		assertThat(seen.propertyNames()).containsExactly(clients);
		for (String client : clients) {
			for (String way : new String[] { "plain", "streamed" }) {
				JsonNode refusal = seen.path(client).path(way);
				assertThat(refusal.path("requests").asInt()).as("%s %s", client, seen).isEqualTo(REQUESTS.get(client));
				assertThat(refusal.path("message").asString()).as("%s %s", client, seen)
					.contains("Daily budget exceeded", "Not before ");
			}
		}
		List<JsonNode> attempts = new ArrayList<>(List.of(seen));
		Promised.within(Duration.ofSeconds(2),
				() -> longest(attempts.isEmpty() ? run(program, "refusals", "broke") : attempts.removeLast()));
	}

	private static Duration longest(JsonNode seen) {
		return Duration.ofMillis(seen.findValues("millis").stream().mapToLong(JsonNode::asLong).max().orElseThrow());
	}

	/** Who may come back within a minute is told so instead. */
	private static void awaitThatMidnightIsFar() {
		await().atMost(Duration.ofMinutes(3))
			.until(() -> Instant.now()
				.plusSeconds(150)
				.atOffset(ZoneOffset.UTC)
				.toLocalDate()
				.equals(Instant.now().atOffset(ZoneOffset.UTC).toLocalDate()));
	}

	private static JsonNode run(List<String> program, String mode, String user) {
		List<String> command = new ArrayList<>(program);
		command.addAll(List.of(mode, user));
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment()
			.putAll(Map.of("OPENAI_BASE_URL", service.baseUrl() + "/v1", "OPENAI_API_KEY",
					ReplicaSettings.BACKENDS_KEY));
		try {
			Process process = builder.redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
			assertThat(process.waitFor()).as(output).isZero();
			return JsonMapper.shared().readTree(output.substring(output.lastIndexOf('\n') + 1));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
