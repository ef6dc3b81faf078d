package dev.agentservice.endtoend.secrets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Replica;
import dev.agentservice.endtoend.Surroundings;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Nothing that somebody told a run, and nothing of its instructions, is in anything else
 * that the service writes, with every logger at its most talkative.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class SecretsTests {

	@TempDir
	static Path agents;

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static TraceReceiver traces;

	private static SecretRuns runs;

	private static String log;

	private static String metrics;

	@BeforeAll
	static void runEverything() throws IOException {
		for (String name : new String[] { "assistant", "birdhouse" }) {
			Files.writeString(agents.resolve(name + ".md"), agent(name));
		}
		traces = surroundings.closing(new TraceReceiver());
		try (Replica replica = Replica.start(surroundings.settings().withJsonLogs(), "--logging.level.root=trace",
				"--spring.main.sources=" + SecretTools.class.getName(), "--agent-service.agents.directory=" + agents,
				"--agent-service.llm.providers.anthropic.api-key=" + Secrets.PROVIDER_KEY,
				"--agent-service.llm.providers.openai.api-key=" + Secrets.PROVIDER_KEY,
				"--agent-service.rate-limits.user-requests.capacity=1000",
				"--management.tracing.sampling.probability=1",
				"--management.opentelemetry.tracing.export.otlp.endpoint=" + traces.endpoint(),
				"--management.opentelemetry.tracing.export.schedule-delay=50ms")) {
			runs = new SecretRuns(surroundings.simulator(), replica.awaitReady().ada());
			runs.all();
			metrics = replica.metrics();
			replica.terminate();
			await().until(() -> !replica.alive());
			log = replica.log();
		}
	}

	@Test
	void noLineOfTheLogTellsOne() {
		assertThat(Stream
			.of("\"level\":\"TRACE\"", "Tool failed", "Run failed", "IllegalStateException: no account of [email]")
			.filter((part) -> !log.contains(part))).isEmpty();
		assertThat(log.lines().filter((line) -> Secrets.in(line).findAny().isPresent()).map(SecretsTests::whose))
			.isEmpty();
	}

	@Test
	void noMetricTellsOne() {
		assertThat(metrics).contains("agent_runs_seconds", "outcome=\"failed\"", "tool=\"broken_customer\"");
		assertThat(Secrets.in(metrics)).isEmpty();
	}

	@Test
	void noTraceTellsOne() {
		assertThat(traces.received()).contains("http post /agent");
		assertThat(Secrets.in(traces.received())).isEmpty();
	}

	@Test
	void noErrorTellsAClientOne() {
		assertThat(runs.errors()).hasSizeGreaterThan(20);
		assertThat(runs.errors()).allSatisfy((error) -> assertThat(Secrets.in(error)).as(error).isEmpty());
	}

	@Test
	void noKeyOfRedisTellsOne() {
		assertThat(RedisContents.of(surroundings.redis()).keySet()).hasSizeGreaterThan(10)
			.allSatisfy((key) -> assertThat(Secrets.in(key)).as(key).isEmpty());
	}

	@Test
	void nothingInRedisTellsOneButTheUsersOwnDocuments() {
		Map<String, String> contents = new TreeMap<>(RedisContents.of(surroundings.redis()));
		String own = contents.keySet().stream().filter((key) -> key.endsWith(":who")).findFirst().orElseThrow();
		String prefix = own.substring(0, own.lastIndexOf(':'));
		// The operator's own documents, for runs that outlive them, are nobody's data.
		contents.keySet().removeIf((key) -> key.startsWith("as:agent:"));
		assertThat(leaking(contents).filter((key) -> !key.startsWith(prefix))).isEmpty();
		// The search finds what there is.
		assertThat(leaking(contents)).contains(prefix + ":session:plain");
		assertThat(contents.toString()).doesNotContain(Secrets.INSTRUCTION);
	}

	private static String agent(String name) {
		return """
				---
				name: %s
				description: Keeps canaries.
				models: {simple: anthropic/claude-haiku-4-5, complex: anthropic/claude-sonnet-5, fallback: [openai/gpt-5.4-mini]}
				tools: [customer, broken_customer, strange_customer, calculator]
				limits: {cost_per_task_usd: 0.50, steps: 8, timeout: 60s}
				---
				You keep canaries. The word that opens the cage is %s and it is only for you, nobody else needs to hear of it.
				"""
			.formatted(name, Secrets.INSTRUCTION);
	}

	private static Stream<String> leaking(Map<String, String> contents) {
		return contents.entrySet()
			.stream()
			.filter((entry) -> Secrets.in(entry.getValue()).findAny().isPresent())
			.map(Map.Entry::getKey);
	}

	/** Not the line itself, which would be a leak of its own. */
	private static String whose(String line) {
		JsonNode json = JsonMapper.shared().readTree(line);
		return json.at("/level").asString("") + ' ' + json.at("/logger_name").asString("") + ' '
				+ Secrets.in(line).map(Secrets.ALL::indexOf).toList();
	}

}
