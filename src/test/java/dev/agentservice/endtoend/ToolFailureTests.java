package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.held;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What clients get of an agent whose tool {@code order_status} has a fallback. */
@BesideOthers
class ToolFailureTests {

	private static final int MINIMUM = 6;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().with(OrderTools.class)
		.agent("orders", """
				---
				name: orders
				models: {simple: anthropic/claude-haiku-4-5}
				tools: [order_status, order_customs]
				tool_fallback: {order_status: order_archive}
				targets: {tools: 1h, total: 1ms}
				---
				You help with orders.
				""")
		.with("agent-service.tools.resilience.backoff", "10ms")
		.with("agent-service.tools.resilience.breaker.minimum-calls", MINIMUM)
		.with("agent-service.tools.resilience.breaker.open", "1s")
		.with("agent-service.tools.cache.lookup-timeout", "300ms");

	@BeforeEach
	void clear() {
		service.clear();
		tools().failing(0);
		// Whatever opened the circuit before, it closes again.
		await().until(() -> ask(service.ada(), "order_status").toolSteps().contains("order_status ok"));
		service.clear();
		tools().asked.set(0);
	}

	@Test
	void aFailureThatPassesCostsNothingButASecondCall() {
		tools().failing(1);
		Client.Reply reply = ask(service.ada(), "order_status");
		assertThat(reply.toolSteps()).containsExactly("order_status ok");
		assertThat(reply.json().at("/notices").isEmpty()).isTrue();
		assertThat(tools().asked).hasValue(2);
		assertThat(service.metrics()).contains("agent_tool_retries_total{", "tool=\"order_status\"");
	}

	@Test
	void aToolThatGoesOnFailingIsReplacedAndThenSpared() {
		tools().failing(1000);
		Client.Reply reply = ask(service.ada(), "order_status");
		assertThat(reply.toolSteps()).containsExactly("order_status failed", "order_archive ok");
		assertThat(reply.text("/notices/0")).isEqualTo("tool_fallback");
		assertThat(results()).singleElement().asString().contains("delivered in spring");
		await().until(() -> ask(service.ada(), "order_status").toolSteps()
			.equals(List.of("order_status circuit_open", "order_archive ok")));
		assertThat(service.metrics()).contains("agent_tool_fallbacks_total{")
			.containsPattern("resilience4j_circuitbreaker_state\\{.*name=\"order_status\".*state=\"open\".*} 1");
	}

	@Test
	void aToolThatDoesNotAnswerIsReplaced() {
		tools().desk = () -> {
			new CountDownLatch(1).await();
			return "";
		};
		assertThat(ask(service.ada(), "order_status").toolSteps()).containsExactly("order_status timed_out",
				"order_archive ok");
	}

	@Test
	void aKnownResultIsMarkedAndNoticedForItsUserOnly() {
		assertThat(ask(service.ada(), "order_customs").body()).doesNotContain("\"cached\"");
		await().until(() -> ask(service.ada(), "order_customs").body().contains("\"cached\":true"));
		int asked = tools().asked.get();
		Client.Reply known = ask(service.ada(), "order_customs");
		assertThat(known.text("/notices/0")).isEqualTo("cached_result");
		assertThat(known.json().at("/steps/1/outcome").asString()).isEqualTo("ok");
		assertThat(known.json().at("/steps/1/cached").asBoolean()).isTrue();
		assertThat(tools().asked).hasValue(asked);
		assertThat(ask(service.bob(), "order_customs").json().at("/notices").isEmpty()).isTrue();
		assertThat(tools().asked).hasValue(asked + 1);
		assertThat(service.metrics()).containsPattern("agent_tool_cache_total\\{.*result=\"hit\".*} [1-9]");
	}

	@Test
	void whileRedisIsFrozenTheToolIsCalled() {
		ask(service.ada(), "order_customs");
		CompletableFuture<Void> frozen = new CompletableFuture<>();
		tools().customs = service.redis()::thaw;
		service.clear();
		service.anthropic().next(held(frozen, toolCalls(call("order_customs", "{\"order\": 7}"))), answer("There."));
		CompletableFuture<Client.Reply> asked = CompletableFuture
			.supplyAsync(() -> service.ada().ask(Map.of("task", "Where is it?", "agent", "orders")));
		await().until(() -> !service.anthropic().requests().isEmpty());
		service.redis().freeze();
		frozen.complete(null);
		Client.Reply reply = asked.join();
		tools().customs = () -> {
		};
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.toolSteps()).containsExactly("order_customs ok");
		assertThat(reply.json().at("/notices").isEmpty()).isTrue();
		assertThat(service.metrics()).containsPattern("agent_tool_cache_total\\{.*result=\"unavailable\".*} 1");
	}

	@Test
	void streamsTellOfBothCalls() {
		tools().failing(1000);
		script("order_status");
		List<String> finished = service.ada()
			.stream(Map.of("task", "Where is it?", "agent", "orders"))
			.rest()
			.stream()
			.filter((event) -> event.type().equals("step.finished"))
			.map((event) -> event.json().at("/name").asString())
			.toList();
		assertThat(finished).containsSubsequence("order_status", "order_archive");
	}

	@Test
	void phasesAreComparedWithTheTargetsOfTheAgent() {
		ask(service.ada(), "order_status");
		assertThat(service.metrics())
			.containsPattern(
					"agent_latency_targets_total\\{agent=\"orders\",phase=\"tool_execution\",result=\"met\".*}")
			.containsPattern("agent_latency_targets_total\\{agent=\"orders\",phase=\"total\",result=\"missed\".*}");
	}

	@Test
	void whatBrokeInsideIsNotTold() {
		tools().failing(1000);
		assertThat(ask(service.ada(), "order_status").body()).doesNotContain("db.internal", "IllegalState");
		assertThat(results()).noneMatch((text) -> text.contains("db.internal"));
	}

	private static OrderTools tools() {
		return service.bean(OrderTools.class);
	}

	private static Client.Reply ask(Client client, String tool) {
		script(tool);
		Client.Reply reply = client.ask(Map.of("task", "Where is it?", "agent", "orders"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		return reply;
	}

	private static void script(String tool) {
		service.clear();
		service.anthropic().next(toolCalls(call(tool, "{\"order\": 7}")), answer("There."));
	}

	/** What the model was told. */
	private static List<String> results() {
		return service.anthropic().requests().getLast().freshResults().stream().map(Turn.ToolResult::text).toList();
	}

}
