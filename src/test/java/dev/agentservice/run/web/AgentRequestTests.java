package dev.agentservice.run.web;

import java.util.List;

import dev.agentservice.support.RawHttp;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.agentservice.run.web.AgentClient.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;

@EdgeTest
class AgentRequestTests {

	private final AgentClient client;

	AgentRequestTests(@LocalServerPort int port) {
		this.client = new AgentClient(new RawHttp(port));
	}

	@Test
	void onlyATaskIsRequired() {
		Answer answer = this.client.post("{\"task\": \" Where is my order? \"}");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.member("task")).isEqualTo(" Where is my order? ");
		assertThat(answer.member("agent")).isEqualTo("assistant");
		assertThat(answer.member("tenant")).isEqualTo("acme");
	}

	@Test
	void answersAreSnakeCaseWithoutNullsAndWithRfc3339Times() {
		Answer answer = this.client.post("{\"task\": \"x\"}");
		assertThat(answer.text()).contains("\"task_length\":1")
			.contains("\"started_at\":\"1970-01-01T00:00:00Z\"")
			.doesNotContain("session_id");
	}

	@Test
	void allFieldsAreAccepted() {
		Answer answer = this.client.post("""
				{"task": "x", "agent": "my-agent", "session_id": "a.B_9-", "max_cost_usd": 0.25,
				 "max_output_tokens": 500, "on_busy": "queue", "metadata": {"channel": "web"}}""");
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.json().path("metadata").path("channel").asString()).isEqualTo("web");
		assertThat(answer.member("session_id")).isEqualTo("a.B_9-");
	}

	@Test
	void charactersOutsideTheBasicPlaneCountOnce() {
		assertThat(this.client.post("{\"task\": \"\uD83D\uDE00\\ud83d\\ude00\"}").json().path("task_length").asInt())
			.isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{}                                                | task
			{"task": ""}                                      | task
			{"task": " \\n\\u200b\\u00a0"}                    | task
			{"task": null}                                    | task
			{"task": 5}                                       | task
			{"task": ["x"]}                                   | task
			{"task": {"text": "x"}}                           | task
			{"task": "x", "session_id": null}                 | session_id
			{"task": "x", "session_id": ""}                   | session_id
			{"task": "x", "session_id": ".."}                 | session_id
			{"task": "x", "session_id": "a/b"}                | session_id
			{"task": "x", "session_id": "a}:{b"}              | session_id
			{"task": "x", "session_id": "a\\n"}               | session_id
			{"task": "x", "session_id": "ä"}                  | session_id
			{"task": "x", "session_id": 7}                    | session_id
			{"task": "x", "agent": "No Such"}                 | agent
			{"task": "x", "agent": ""}                        | agent
			{"task": "x", "max_cost_usd": 0}                  | max_cost_usd
			{"task": "x", "max_cost_usd": -1}                 | max_cost_usd
			{"task": "x", "max_cost_usd": 1000.01}            | max_cost_usd
			{"task": "x", "max_cost_usd": 1e999999999}        | max_cost_usd
			{"task": "x", "max_cost_usd": 1e-999999999}       | max_cost_usd
			{"task": "x", "max_cost_usd": "1"}                | max_cost_usd
			{"task": "x", "max_output_tokens": 0}             | max_output_tokens
			{"task": "x", "max_output_tokens": 1.5}           | max_output_tokens
			{"task": "x", "max_output_tokens": 1000001}       | max_output_tokens
			{"task": "x", "max_output_tokens": 99999999999999999999} | max_output_tokens
			{"task": "x", "max_output_tokens": true}          | max_output_tokens
			{"task": "x", "on_busy": "QUEUE"}                 | on_busy
			{"task": "x", "on_busy": "wait"}                  | on_busy
			{"task": "x", "metadata": []}                     | metadata
			{"task": "x", "metadata": {"a": 1}}               | metadata.a
			{"task": "x", "metadata": {"a": null}}            | metadata.a
			{"task": "x", "metadata": {"": "b"}}              | metadata.
			{"task": "x", "metadata": {"a": "\\u0000"}}       | metadata.a
			{"task": "x", "callback_url": "https://a.example"} | callback_url
			{"task": "x", "Task": "y"}                        | Task
			{"task": "x", "task": "x"}                        | task
			{"task": "x", "metadata": {"a": "b", "a": "c"}}   | metadata.a
			{"task": "x\\u0000"}                              | task
			{"task": "x\\ud800"}                              | task
			{"task": "\\udc00\\ud800"}                        | task
			{"task": "x", "x": [{"y": "\\udc00"}]}            | x[0].y
			""")
	void aBadFieldIsNamed(String body, String field) {
		Answer answer = this.client.post(body);
		assertProblem(answer, 400, "invalid_request");
		assertThat(fields(answer)).contains(field);
	}

	@Test
	void allBadFieldsAreListedAtOnce() {
		Answer answer = this.client.post("""
				{"agent": "A", "session_id": "/", "max_cost_usd": "1", "max_output_tokens": 0, "on_busy": 1,
				 "metadata": {"a": 1, "b": 2}, "colour": "red", "priority": null, "on_busy": 2}""");
		assertProblem(answer, 400, "invalid_request");
		assertThat(fields(answer)).containsExactlyInAnyOrder("task", "agent", "session_id", "max_cost_usd",
				"max_output_tokens", "on_busy", "metadata.a", "metadata.b", "colour", "priority");
		assertThat(answer.member("detail")).isEqualTo("The request has 10 invalid fields.");
	}

	@Test
	void valuesAreNeverEchoed() {
		Answer answer = this.client
			.post("{\"task\": \"x\", \"session_id\": \"my secret\", \"metadata\": {\"a\": 4711}}");
		assertThat(answer.text()).doesNotContain("my secret").doesNotContain("4711");
	}

	@Test
	void metadataHasLimits() {
		assertThat(fields(this.client.post("{\"task\": \"x\", \"metadata\": {" + pairs(17) + "}}")))
			.containsExactly("metadata");
		assertThat(this.client.post("{\"task\": \"x\", \"metadata\": {" + pairs(16) + "}}").status()).isEqualTo(200);
		assertThat(this.client
			.post("{\"task\": \"x\", \"metadata\": {\"" + "k".repeat(64) + "\": \"" + "v".repeat(512) + "\"}}")
			.status()).isEqualTo(200);
		assertThat(this.client.post("{\"task\": \"x\", \"metadata\": {\"" + "k".repeat(65) + "\": \"v\"}}").status())
			.isEqualTo(400);
		assertThat(this.client.post("{\"task\": \"x\", \"metadata\": {\"k\": \"" + "v".repeat(513) + "\"}}").status())
			.isEqualTo(400);
	}

	@Test
	void aFloodOfBadFieldsGivesAShortAnswer() {
		StringBuilder body = new StringBuilder("{\"task\": \"x\"");
		for (int i = 0; i < 50_000; i++) {
			body.append(",\"f").append(i).append("\":1");
		}
		Answer answer = this.client.post(body.append('}').toString());
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.json().path("errors").size()).isEqualTo(50);
		assertThat(answer.text().length()).isLessThan(10_000);
	}

	@Test
	void anEndlessFieldNameIsCut() {
		Answer answer = this.client.post("{\"task\": \"x\", \"" + "n".repeat(100_000) + "\\r\\n\": 1}");
		assertProblem(answer, 400, "invalid_request");
		assertThat(answer.text().length()).isLessThan(1_000);
	}

	@Test
	void aTaskOneCharacterTooLongIsTooLarge() {
		assertThat(this.client.post("{\"task\": \"" + "x".repeat(200_000) + "\"}").status()).isEqualTo(200);
		Answer answer = this.client.post("{\"task\": \"" + "x".repeat(200_001) + "\"}");
		assertProblem(answer, 413, "input_too_large");
		assertThat(answer.json().path("limit").asInt()).isEqualTo(200_000);
	}

	@Test
	void aLongTaskBesideABadFieldIsListedWithIt() {
		Answer answer = this.client.post("{\"task\": \"" + "x".repeat(200_001) + "\", \"agent\": 1}");
		assertProblem(answer, 400, "invalid_request");
		assertThat(fields(answer)).containsExactlyInAnyOrder("task", "agent");
	}

	private static List<String> fields(Answer answer) {
		return answer.json().path("errors").valueStream().map((error) -> error.path("field").asString("")).toList();
	}

	private static String pairs(int count) {
		StringBuilder pairs = new StringBuilder("\"k0\": \"\"");
		for (int i = 1; i < count; i++) {
			pairs.append(", \"k").append(i).append("\": \"v\"");
		}
		return pairs.toString();
	}

}
