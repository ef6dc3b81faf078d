package dev.agentservice.lambda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.agentservice.endtoend.Leftovers;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.Surroundings;
import dev.agentservice.lambda.FakeRuntimeApi.Invoked;
import dev.agentservice.lambda.Trigger.Answered;
import dev.agentservice.support.BesideOthers;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.silence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Sandboxes that are frozen between two invocations, and killed during one. Two of them,
 * for all tests; the first does not survive the second test.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LambdaSandboxTests {

	/**
	 * Longer than a flag may be out of date, and than a silent connection is kept. For
	 * longer: {@code -Dlambda.frozen=20}.
	 */
	private static final Duration FROZEN = Duration.ofSeconds(Integer.getInteger("lambda.frozen", 4));

	/** Of a run. */
	private static final Duration LEASE = Duration.ofSeconds(2);

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	@TempDir
	static Path agents;

	private static Sandbox first;

	private static Sandbox second;

	@BeforeAll
	static void start() throws IOException {
		try (var files = Files.newDirectoryStream(Path.of("agents"), "*.md")) {
			for (Path file : files) {
				Files.copy(file, agents.resolve(file.getFileName()));
			}
		}
		String[] options = { "--agent-service.run.lease=" + LEASE.toSeconds() + "s",
				"--agent-service.redis.reconnect-after=1s" };
		first = Sandbox.start(surroundings, agents, options);
		second = Sandbox.start(surroundings, agents, options);
		first.process().awaitReady();
		second.process().awaitReady();
	}

	private static void inRedis(Consumer<RedisCommands<String, String>> task) {
		RedisClient client = RedisClient.create("redis://127.0.0.1:" + surroundings.redis().port());
		try {
			task.accept(client.connect().sync());
		}
		finally {
			client.shutdown();
		}
	}

	/** By Redis' clock. */
	private static void passes(Duration time) {
		inRedis((redis) -> {
			redis.set("frozen", "yes", SetArgs.Builder.px(time));
			await().until(() -> redis.exists("frozen") == 0);
		});
	}

	private static Answered asOlga(String method, String path, String body) {
		Map<String, String> headers = new HashMap<>(
				Map.of("x-agent-key", ReplicaSettings.OPS_KEY, "content-type", "application/json"));
		return second.url().send(method, path, "", headers, body.getBytes(StandardCharsets.UTF_8)).join();
	}

	@Test
	@Order(1)
	void aSandboxThatWasFrozenAnswersAndKnowsWhatHasChanged() {
		surroundings.anthropic().next(answer("Before."));
		assertThat(first.url().ask("Are you there?").status()).isEqualTo(200);
		first.frozen(() -> {
			inRedis((redis) -> redis.clientKill(KillArgs.Builder.typeNormal().skipme()));
			inRedis((redis) -> redis.clientKill(KillArgs.Builder.typePubsub()));
			assertThat(asOlga("PUT", "/ops/flags/agent-enabled", "{\"default\": \"false\"}").status()).isEqualTo(200);
			copyAgent("assistant.md", "newcomer.md");
			passes(FROZEN);
		});
		Answered refused = first.url().ask("Are you there?");
		assertThat(refused.json().path("code").asString()).as(refused.text()).isEqualTo("agent_disabled");
		assertThat(first.url().get("/agents").text()).contains("newcomer");
		first.frozen(() -> {
			assertThat(asOlga("DELETE", "/ops/flags/agent-enabled", "").status()).isLessThan(300);
			passes(FROZEN);
		});
		surroundings.anthropic().next(answer("After."));
		assertThat(first.url().ask("Are you there?").json().path("answer").asString()).isEqualTo("After.");
	}

	@Test
	@Order(2)
	void theRunOfAKilledSandboxEndsThoughNobodyWorksBetweenRequests() {
		surroundings.anthropic().next(silence());
		Invoked invoked = first.url()
			.invoke(Map.of("task", "Never end.", "session_id", "killed"), Duration.ofMinutes(1));
		invoked.awaitBody("run_");
		await().until(() -> surroundings.anthropic().traffic().inFlight() == 1);
		String runId = runId();
		first.process().kill();
		passes(LEASE);
		JsonNode run = second.url().get("/runs/" + runId).json();
		assertThat(run.path("status").asString()).as(run.toString()).isEqualTo("failed");
		assertThat(run.at("/problem/code").asString()).as(run.toString()).isEqualTo("owner_lost");
		surroundings.anthropic().next(answer("Free again."));
		assertThat(second.url().ask(Map.of("task", "Go on.", "session_id", "killed"), Map.of()).status())
			.isEqualTo(200);
	}

	@Test
	@Order(3)
	void withoutRedisNothingIsLetIn() {
		surroundings.redis().kill();
		try {
			Answered refused = second.url().ask("Are you there?");
			assertThat(List.of(429, 503)).contains(refused.status());
			assertThat(surroundings.anthropic().requests()).isEmpty();
			assertThat(second.process().metrics()).contains("mode=\"closed\"").doesNotContain("mode=\"local\"");
		}
		finally {
			surroundings.redis().restart();
		}
		surroundings.anthropic().next(answer("Back."));
		await().untilAsserted(() -> assertThat(second.url().ask("And now?").status()).isEqualTo(200));
		assertThat(Leftovers.of(surroundings.redis())).isEmpty();
	}

	private static String runId() {
		return second.url().get("/runs").json().at("/runs/0/run_id").asString();
	}

	private static void copyAgent(String from, String to) {
		try {
			Files.writeString(agents.resolve(to),
					Files.readString(agents.resolve(from)).replace("name: assistant", "name: newcomer"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
