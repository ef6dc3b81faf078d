package dev.agentservice.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.agentservice.redis.RedisServer;
import dev.agentservice.simulator.Simulator;
import dev.agentservice.simulator.chat.Turn;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What clients get of an agent whose tool {@code order_status} has a fallback. */
class ToolFailureTests {

	private static final int MINIMUM = 6;

	private static RedisServer redis;

	private static Simulator simulator;

	private static RunningService service;

	private static OrderTools tools;

	private static Client ada;

	private static Client bob;

	@BeforeAll
	static void start(@TempDir Path agents) throws IOException {
		Files.writeString(agents.resolve("orders.md"), """
				---
				name: orders
				models: {simple: anthropic/claude-haiku-4-5}
				tools: [order_status, order_customs]
				tool_fallback: {order_status: order_archive}
				targets: {tools: 1h, total: 1ms}
				---
				You help with orders.
				""");
		redis = RedisServer.start();
		simulator = Simulator.start();
		service = RunningService.start(new ReplicaSettings(redis, simulator),
				Map.of("agent-service.agents.directory", agents.toString(), "agent-service.tools.resilience.backoff",
						"10ms", "agent-service.tools.resilience.breaker.minimum-calls", String.valueOf(MINIMUM),
						"agent-service.tools.resilience.breaker.open", "1s", "agent-service.tools.cache.lookup-timeout",
						"300ms", "agent-service.redis.command-timeout", "20s"),
				OrderTools.class);
		tools = service.bean(OrderTools.class);
		ada = service.client(ReplicaSettings.ADAS_KEY);
		bob = service.client(ReplicaSettings.BOBS_KEY);
	}

	@BeforeEach
	void clear() {
		simulator.clear();
		tools.failing(0);
		// Whatever opened the circuit before, it closes again.
		await().until(() -> steps(ask(ada, "order_status")).contains("order_status ok"));
		simulator.clear();
		tools.asked.set(0);
	}

	@AfterAll
	static void stop() {
		service.close();
		simulator.close();
		redis.close();
	}

	@Test
	void aFailureThatPassesCostsNothingButASecondCall() {
		tools.failing(1);
		Client.Reply reply = ask(ada, "order_status");
		assertThat(steps(reply)).containsExactly("order_status ok");
		assertThat(reply.json().at("/notices").isEmpty()).isTrue();
		assertThat(tools.asked).hasValue(2);
		assertThat(service.metrics()).contains("agent_tool_retries_total{", "tool=\"order_status\"");
	}

	@Test
	void aToolThatGoesOnFailingIsReplacedAndThenSpared() {
		tools.failing(1000);
		Client.Reply reply = ask(ada, "order_status");
		assertThat(steps(reply)).containsExactly("order_status failed", "order_archive ok");
		assertThat(reply.text("/notices/0")).isEqualTo("tool_fallback");
		assertThat(results()).singleElement().asString().contains("delivered in spring");
		await().until(
				() -> steps(ask(ada, "order_status")).equals(List.of("order_status circuit_open", "order_archive ok")));
		assertThat(service.metrics()).contains("agent_tool_fallbacks_total{")
			.containsPattern("resilience4j_circuitbreaker_state\\{.*name=\"order_status\".*state=\"open\".*} 1");
	}

	@Test
	void aToolThatDoesNotAnswerIsReplaced() {
		tools.desk = () -> {
			new CountDownLatch(1).await();
			return "";
		};
		assertThat(steps(ask(ada, "order_status"))).containsExactly("order_status timed_out", "order_archive ok");
	}

	@Test
	void aKnownResultIsMarkedAndNoticedForItsUserOnly() {
		assertThat(ask(ada, "order_customs").body()).doesNotContain("\"cached\"");
		await().until(() -> ask(ada, "order_customs").body().contains("\"cached\":true"));
		int asked = tools.asked.get();
		Client.Reply known = ask(ada, "order_customs");
		assertThat(known.text("/notices/0")).isEqualTo("cached_result");
		assertThat(known.json().at("/steps/1/outcome").asString()).isEqualTo("ok");
		assertThat(known.json().at("/steps/1/cached").asBoolean()).isTrue();
		assertThat(tools.asked).hasValue(asked);
		assertThat(ask(bob, "order_customs").json().at("/notices").isEmpty()).isTrue();
		assertThat(tools.asked).hasValue(asked + 1);
		assertThat(service.metrics()).containsPattern("agent_tool_cache_total\\{.*result=\"hit\".*} [1-9]");
	}

	@Test
	void whileRedisIsFrozenTheToolIsCalled() {
		ask(ada, "order_customs");
		CompletableFuture<Void> frozen = new CompletableFuture<>();
		tools.customs = redis::thaw;
		simulator.clear();
		simulator.anthropic().next(held(frozen, toolCalls(call("order_customs", "{\"order\": 7}"))), answer("There."));
		CompletableFuture<Client.Reply> asked = CompletableFuture
			.supplyAsync(() -> ada.ask(Map.of("task", "Where is it?", "agent", "orders")));
		await().until(() -> !simulator.anthropic().requests().isEmpty());
		redis.freeze();
		frozen.complete(null);
		Client.Reply reply = asked.join();
		tools.customs = () -> {
		};
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(steps(reply)).containsExactly("order_customs ok");
		assertThat(reply.json().at("/notices").isEmpty()).isTrue();
		assertThat(service.metrics()).containsPattern("agent_tool_cache_total\\{.*result=\"unavailable\".*} 1");
	}

	@Test
	void streamsTellOfBothCalls() {
		tools.failing(1000);
		script("order_status");
		List<String> finished = ada.stream(Map.of("task", "Where is it?", "agent", "orders"))
			.rest()
			.stream()
			.filter((event) -> event.type().equals("step.finished"))
			.map((event) -> event.json().at("/name").asString())
			.toList();
		assertThat(finished).containsSubsequence("order_status", "order_archive");
	}

	@Test
	void phasesAreComparedWithTheTargetsOfTheAgent() {
		ask(ada, "order_status");
		assertThat(service.metrics())
			.containsPattern(
					"agent_latency_targets_total\\{agent=\"orders\",phase=\"tool_execution\",result=\"met\".*}")
			.containsPattern("agent_latency_targets_total\\{agent=\"orders\",phase=\"total\",result=\"missed\".*}");
	}

	@Test
	void whatBrokeInsideIsNotTold() {
		tools.failing(1000);
		assertThat(ask(ada, "order_status").body()).doesNotContain("db.internal", "IllegalState");
		assertThat(results()).noneMatch((text) -> text.contains("db.internal"));
	}

	private static Client.Reply ask(Client client, String tool) {
		script(tool);
		Client.Reply reply = client.ask(Map.of("task", "Where is it?", "agent", "orders"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return reply;
	}

	private static void script(String tool) {
		simulator.clear();
		simulator.anthropic().next(toolCalls(call(tool, "{\"order\": 7}")), answer("There."));
	}

	/** What the model was told. */
	private static List<String> results() {
		return simulator.anthropic().requests().getLast().freshResults().stream().map(Turn.ToolResult::text).toList();
	}

	private static List<String> steps(Client.Reply reply) {
		return reply.json()
			.at("/steps")
			.valueStream()
			.filter((step) -> step.at("/type").asString().equals("tool"))
			.map((step) -> step.at("/name").asString() + " " + step.at("/outcome").asString())
			.toList();
	}

}
