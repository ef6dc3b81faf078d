package dev.agentservice.endtoend.container;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.endtoend.Client;
import dev.agentservice.endtoend.ReplicaSettings;
import dev.agentservice.endtoend.RunningService;
import dev.agentservice.requirement.RequiresCommand;
import dev.agentservice.simulator.Simulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("process")
@Tag("docker")
@RequiresCommand("docker info")
class RedisContainerTests {

	private static Simulator simulator;

	private static RunningService service;

	private static GenericContainer<?> redis;

	private static Client ada;

	@BeforeAll
	static void start() {
		simulator = Simulator.start();
		simulator.anthropic().always(answer("Nice to meet you."));
		service = RunningService.start(new ReplicaSettings(new ComposedRedis(), simulator), Map.of(),
				ComposedRedis.class);
		redis = service.bean(GenericContainer.class);
		ada = service.client(ReplicaSettings.ADAS_KEY);
	}

	@AfterAll
	static void stop() {
		service.close();
		simulator.close();
	}

	@Test
	void aRunIsKeptInTheContainer() throws IOException, InterruptedException {
		Client.Reply reply = ada.ask("kept", "I am Ada.");
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(redisCli("--scan", "--pattern", "as:{*}:session:kept").lines()).hasSize(1);
		assertThat(redisCli("--scan", "--pattern", "as:{*}:run:" + reply.text("/run_id")).lines()).hasSize(1);
	}

	@Test
	void theRedisOfComposeKeepsWhatItAcknowledgedAndForgetsNothingForLackOfMemory()
			throws IOException, InterruptedException {
		assertThat(setting("appendonly")).isEqualTo("yes");
		assertThat(setting("appendfsync")).isEqualTo("always");
		assertThat(setting("maxmemory-policy")).isEqualTo("noeviction");
		assertThat(Long.parseLong(setting("maxmemory"))).isPositive();
	}

	@Test
	void aConversationAndItsCostSurviveThatRedisIsKilled() throws IOException, InterruptedException {
		assertThat(ada.ask("killed", "I am Ada.").status()).isEqualTo(200);
		double spent = spent();
		redis.getDockerClient().killContainerCmd(redis.getContainerId()).exec();
		assertThat(ada.get("/sessions/killed").status()).isEqualTo(503);
		redis.getDockerClient().startContainerCmd(redis.getContainerId()).exec();
		Client.Reply conversation = onceRedisAnswers("/sessions/killed");
		assertThat(conversation.text("/turns/0/messages/0/text")).as(conversation.body()).isEqualTo("I am Ada.");
		assertThat(spent()).isPositive().isEqualTo(spent);
	}

	/** Each connection of the service finds a Redis that is back by itself. */
	private static Client.Reply onceRedisAnswers(String path) {
		return await().until(() -> ada.get(path), reply -> reply.status() != 503);
	}

	private static double spent() {
		Client.Reply reply = onceRedisAnswers("/users/me/usage");
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return reply.json().at("/spent_usd").asDouble();
	}

	private static String setting(String name) throws IOException, InterruptedException {
		return redisCli("config", "get", name).lines().toList().getLast();
	}

	private static String redisCli(String... arguments) throws IOException, InterruptedException {
		List<String> command = Stream.concat(Stream.of("redis-cli"), Stream.of(arguments)).toList();
		Container.ExecResult result = redis.execInContainer(command.toArray(String[]::new));
		return result.getStdout();
	}

}
