package dev.agentservice.endtoend;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * What models think goes back to their provider, in the same run, in its next attempt and
 * in later turns, and to nobody else. The simulated providers refuse a step without it.
 */
class ThinkingTests {

	private static final String THOUGHT = "canary-in-a-real-thought";

	private static final String CALCULATION = "{\"expression\": \"1 + 1\"}";

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void thoughtsGoBackWithTheResultsAndInLaterTurns(boolean streamed) {
		String session = "thinking-" + streamed;
		service.anthropic()
			.next(toolCalls(call("calculator", CALCULATION)).thinking(THOUGHT),
					answer("Two.").thinking("That was easy."));
		assertThat(ask(streamed, session, "One and one?")).contains("Two.").doesNotContain(THOUGHT, "easy");
		assertThat(sent()).contains(THOUGHT);
		service.anthropic().next(answer("You are welcome."));
		assertThat(ask(streamed, session, "Thanks")).contains("You are welcome.").doesNotContain(THOUGHT);
		assertThat(sent()).contains(THOUGHT).as("nobody wants that of an answer").doesNotContain("That was easy.");
		assertThat(service.ada().get("/sessions/" + session).body()).contains("1 + 1").doesNotContain(THOUGHT, "easy");
	}

	@Test
	void aFallbackInTheMiddleOfARunIsNotToldThem() {
		service.anthropic().next(toolCalls(call("calculator", CALCULATION)).thinking(THOUGHT));
		service.anthropic().always(status(404));
		service.openai().next(answer("Two."));
		Client.Reply reply = service.ada().ask(Map.of("task", "One and one?"));
		assertThat(reply.text("/answer")).as(reply.body()).isEqualTo("Two.");
		assertThat(service.openai().requests().getLast().body().toString()).contains("1 + 1").doesNotContain(THOUGHT);
	}

	@Test
	void theNextAttemptGoesOnWithThem() {
		service.anthropic().next(toolCalls(call("calculator", CALCULATION)).thinking(THOUGHT));
		service.anthropic().always(status(404));
		service.openai().always(status(404));
		Map<String, Object> task = Map.of("task", "One and one?");
		assertThat(service.ada().ask("thinks-again", task).status()).isEqualTo(502);
		service.clear();
		service.anthropic().next(answer("Two."));
		assertThat(service.ada().ask("thinks-again", task).text("/answer")).isEqualTo("Two.");
		assertThat(sent()).contains(THOUGHT);
	}

	@Test
	void thoughtsBesideATextThatWasRedactedStayInTheirRun() {
		String key = "AKIA" + "IOSFODNN7EXAMPL3";
		service.anthropic()
			.next(answerWithCalls("The key is " + key + ".", call("calculator", CALCULATION)).thinking(THOUGHT + key),
					answer("Two."));
		assertThat(ask(false, "redacted", "One and one?")).contains("Two.", "redacted_credential");
		assertThat(sent()).contains(THOUGHT);
		service.anthropic().next(answer("You are welcome."));
		ask(false, "redacted", "Thanks");
		assertThat(sent()).contains("1 + 1").doesNotContain(THOUGHT, key);
	}

	private static String ask(boolean streamed, String session, String task) {
		Map<String, Object> request = Map.of("task", task, "session_id", session);
		if (!streamed) {
			return service.ada().ask(request).body();
		}
		try (EventStream stream = service.ada().stream(request)) {
			return stream.rest().toString();
		}
	}

	/** What Anthropic was sent last. */
	private static String sent() {
		return service.anthropic().requests().getLast().body().toString();
	}

}
