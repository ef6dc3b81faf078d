package dev.agentservice.endtoend;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What belongs to a provider alone is in Redis and nowhere else: no face shows it, and no
 * other provider gets it. {@link LogTests} looks for it in the log.
 */
class OpaqueFacesTests {

	private static final String MARK = "canary-in-the-thoughts";

	private static final Map<String, Object> TASK = Map.of("task", "One and one?", "agent", "assistant", "session_id",
			"thoughtful");

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@Test
	void nobodyIsShownItAndNoOtherProviderGetsIt() {
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"1 + 1\"}")), answer("Two."));
		String run = service.ada().ask(TASK).text("/run_id");
		// One whose next attempt goes on from its journal.
		service.anthropic().next(toolCalls(call("calculator", "{\"expression\": \"2 + 2\"}")));
		service.anthropic().always(status(400));
		service.openai().always(status(400));
		assertThat(service.ada().ask("again", Map.of("task", "Two and two?")).status()).isEqualTo(502);
		assertThat(new PlantedPart(MARK).in(service.redis())).isGreaterThan(1);
		service.clear();

		service.anthropic().next(answer("Four."), answer("Three."), answer("Five."), answer("Six."));
		String plain = service.ada().ask(TASK).body();
		String streamed = stream(TASK);
		String resumed = service.ada().ask("again", Map.of("task", "Two and two?")).body();
		String chat = service
			.post("/v1/chat/completions", "application/json",
					"{\"model\": \"assistant\", \"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}")
			.text();
		assertThat(plain + streamed + resumed + chat).contains("Four.", "Three.", "Five.", "Six.").doesNotContain(MARK);
		assertThat(service.anthropic().requests()).hasSize(4)
			.allSatisfy((request) -> assertThat(request.body().toString()).doesNotContain(MARK, "elsewhere"));
		assertThat(service.anthropic().requests().getFirst().body().toString()).as("the turn itself is there")
			.contains("1 + 1");
		assertThat(shown(run)).contains("calculator", "run_", "Two.").doesNotContain(MARK, "elsewhere", "opaque\"");
		assertThat(service.ada().get("/sessions/thoughtful").body()).contains("1 + 1").doesNotContain(MARK);
		assertThat(service.ada().delete("/sessions/thoughtful").status()).isEqualTo(204);
		assertThat(service.ada().get("/sessions/thoughtful").status()).isEqualTo(404);
	}

	/** All that can be read of it. */
	private static String shown(String run) {
		String own = Stream
			.of("/sessions", "/sessions/thoughtful", "/runs", "/runs/" + run, "/users/me/usage", "/users/me/storage",
					"/agents", "/v1/models", "/v3/api-docs")
			.map((path) -> service.ada().get(path).body())
			.collect(Collectors.joining("\n"));
		try (EventStream events = service.ada().follow(run)) {
			own += events.body();
		}
		return own + service.operator().get("/ops/audit").body() + service.operator().get("/ops/usage").body()
				+ service.metrics();
	}

	private static String stream(Map<String, Object> task) {
		try (EventStream stream = service.ada().stream(task)) {
			return stream.rest().toString();
		}
	}

}
