package dev.agentservice.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Redis's slow log keeps the arguments of commands after an erasure, and operators copy
 * it into tickets.
 */
@BesideOthers
class SlowLogTests {

	private static final String NAME = "Wilhelmina.Harcourt";

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest();

	@Test
	void theSlowLogHoldsNoName() {
		service.anthropic().always(answer("Hello."));
		service.redis().flushScripts();
		service.redis().logEverything();
		assertThat(ask("{\"task\": \"Hi.\", \"session_id\": \"s\"}", Map.of("Idempotency-Key", "k")).status())
			.isEqualTo(200);
		assertThat(ask("{\"task\": \"Hi.\"}", Map.of("Accept", "text/event-stream")).status()).isEqualTo(200);
		Answer accepted = ask("{\"task\": \"Hi.\"}", Map.of("Prefer", "respond-async"));
		assertThat(accepted.status()).isEqualTo(202);
		await()
			.until(() -> request("GET", "/runs/" + accepted.member("run_id"), Map.of(), "").text().contains("Hello."));
		request("GET", "/runs", Map.of(), "");
		request("GET", "/sessions/s", Map.of(), "");
		request("GET", "/users/me/usage", Map.of(), "");
		List<String> logged = service.redis().slowLog();
		assertThat(logged).anyMatch((entry) -> entry.contains(":who") && entry.contains("more bytes"));
		assertThat(logged).hasSizeGreaterThan(20)
			.allSatisfy((entry) -> assertThat(entry).doesNotContainIgnoringCase("Harcourt"));
	}

	private static Answer ask(String json, Map<String, String> headers) {
		return request("POST", "/agent", headers, json);
	}

	private static Answer request(String method, String path, Map<String, String> more, String json) {
		Map<String, String> headers = new HashMap<>(more);
		headers.put("Authorization", "Bearer " + ReplicaSettings.BACKENDS_KEY);
		headers.put("X-User-Id", NAME);
		headers.put("Content-Type", "application/json");
		return service.http().request(method, path, headers, json.getBytes(StandardCharsets.UTF_8));
	}

}
