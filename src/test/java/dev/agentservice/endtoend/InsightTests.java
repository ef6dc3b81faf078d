package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see of a replica, and what developers read about its interface.
 */
@Tag("process")
@BesideOthers
@ResourceLock(BesideOthers.STOPS)
class InsightTests {

	@RegisterExtension
	static final Surroundings surroundings = new Surroundings();

	private static Replica replica;

	private static Client ada;

	@BeforeAll
	static void start() {
		replica = surroundings.replica("--AGENT_VERSION=1.2.3", "--AGENT_TRACK=canary").awaitReady();
		ada = replica.ada();
	}

	@Test
	void aRunIsCountedWithItsReleaseAndItsTrack() {
		surroundings.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"1+1\"}")), answer("2"));
		assertThat(ada.ask("One and one?").status()).isEqualTo(200);
		List<String> series = series();
		assertThat(series).anyMatch((line) -> line.startsWith("agent_runs_seconds_count{agent=\"assistant\"")
				&& line.contains("mode=\"sync\"") && line.contains("outcome=\"succeeded\""));
		for (String phase : List.of("planning", "tool_execution", "response_generation")) {
			assertThat(series).anyMatch((line) -> line.startsWith("agent_phase_seconds_count{")
					&& line.contains("phase=\"" + phase + "\""));
		}
		assertThat(series).anyMatch((line) -> line.startsWith("agent_inflight{"))
			.anyMatch((line) -> line.startsWith("gen_ai_client_operation_duration_seconds_count{"))
			.anyMatch((line) -> line.startsWith("gen_ai_client_token_usage_sum{"));
		assertThat(series).allMatch((line) -> line.contains("track=\"canary\"") && line.contains("version=\"1.2.3\""));
	}

	/** What they observe costs a request more than what they do. */
	@Test
	void librariesDoNotObserveEachRedisCommandAndEachSecurityFilter() {
		assertThat(ada.ask("Hello.").status()).isEqualTo(200);
		assertThat(replica.metrics()).contains("agent_redis_seconds_count")
			.doesNotContain("lettuce_")
			.doesNotContain("spring_security_");
	}

	@Test
	void theManagementPortShowsHealthInfoAndMetricsAndNothingElse() {
		Client management = replica.management();
		for (String path : List.of("health", "health/liveness", "health/readiness", "info", "prometheus")) {
			assertThat(management.get("/actuator/" + path).status()).as(path).isEqualTo(200);
		}
		for (String path : List.of("", "/env", "/beans", "/heapdump", "/loggers", "/metrics")) {
			assertThat(management.get("/actuator" + path).status()).as(path).isNotEqualTo(200);
		}
		assertThat(ada.get("/actuator/health").status()).isEqualTo(404);
	}

	@Test
	void theInterfaceIsDescribedWithItsErrorsAndExamples() {
		JsonNode document = ada.get("/v3/api-docs").json();
		assertThat(document.at("/paths").propertyNames()).contains("/agent", "/agents", "/sessions", "/sessions/{id}");
		JsonNode run = document.at("/paths/~1agent/post");
		assertThat(run.at("/responses").propertyNames()).contains("200", "400", "401", "403", "409", "413", "415",
				"422", "429", "500", "503", "504");
		assertThat(run.at("/responses/429/content/application~1problem+json/examples").propertyNames())
			.contains("rate_limited", "budget_exceeded");
		assertThat(run.at("/parameters").findValuesAsString("name")).containsExactly("Idempotency-Key", "Prefer");
		JsonNode example = run.at("/responses/200/content/application~1json/example");
		JsonNode answer = ada.ask(Map.of("task", "Hello.", "session_id", "described")).json();
		assertThat(example.propertyNames()).containsExactlyElementsOf(answer.propertyNames());
		assertThat(document.at("/paths/~1sessions~1{id}/delete/responses").propertyNames()).contains("204", "404",
				"409");
		document.at("/paths")
			.valueStream()
			.flatMap(JsonNode::valueStream)
			.forEach((operation) -> assertThat(operation.at("/summary").asString("")).isNotEmpty());
	}

	private static List<String> series() {
		return Stream.of(replica.metrics().split("\n"))
			.filter((line) -> line.startsWith("agent_") || line.startsWith("gen_ai_") || line.startsWith("http_"))
			.toList();
	}

}
