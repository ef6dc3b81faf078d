package dev.agentservice.endtoend;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

import dev.agentservice.simulator.chat.ToolCall;
import dev.agentservice.simulator.script.SimulatedProvider;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a client or a model says oddly is stored as it was said, and sent to providers in
 * a form that they take. That every request was legal is looked after by
 * {@link dev.agentservice.simulator.LegalRequests}.
 */
class OddTurnsTests {

	@RegisterExtension
	static final ServiceUnderTest service = ServiceUnderTest.asShipped();

	static final List<Arguments> CONVERSATIONS = List.of(
			Arguments.of("a system message in the middle",
					List.of("user: One.", "system: Be brief.", "assistant: Two.", "system: Briefer.", "user: Three.")),
			Arguments.of("a user twice in a row", List.of("user: One.", "user: Two.")),
			Arguments.of("a model twice in a row",
					List.of("user: One.", "assistant: Two.", "assistant: Three.", "user: Four.")),
			Arguments.of("a model that begins and trails off", List.of("assistant: One. ", "user: Two.")), Arguments
				.of("blank texts", List.of("user: One.", "assistant:  ", "user: Two.", "user:  ", "user: Three.")));

	@ParameterizedTest(name = "{0}")
	@FieldSource("CONVERSATIONS")
	void whateverConversationAClientBringsIsLegalAtEveryProvider(String name, List<String> turns) {
		String messages = String.join(", ",
				turns.stream()
					.map((turn) -> turn.split(": ", 2))
					.map((turn) -> "{\"role\": \"%s\", \"content\": \"%s\"}".formatted(turn[0], turn[1]))
					.toList());
		for (String agent : List.of("assistant", "analyst")) {
			for (boolean streamed : new boolean[] { false, true }) {
				providerOf(agent).next(answer("Good."));
				String body = "{\"model\": \"%s\", \"stream\": %s, \"messages\": [%s]}".formatted(agent, streamed,
						messages);
				assertThat(service.post("/v1/chat/completions", "*/*", body).text()).as(name).contains("Good.");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "assistant, analyst", "analyst, assistant" })
	void anOddReplyBreaksNeitherItsRunNorItsSessionThereOrElsewhere(String agent, String other) {
		List<String> names = List.of("functions.calculator", "calculator<|channel|>json", "n".repeat(300),
				"no such tool");
		for (boolean streamed : new boolean[] { false, true }) {
			String session = "odd-" + agent + streamed;
			providerOf(agent).next(toolCalls(IntStream.range(0, names.size())
				.mapToObj((i) -> call("functions.calculator:0", names.get(i), (i % 2 == 0) ? "{\"a\": " : "[1]"))
				.toArray(ToolCall[]::new)), answer("Sorry."));
			assertThat(ask(agent, session, streamed)).as(agent).isEqualTo("Sorry.");
			for (String next : List.of(agent, other)) {
				providerOf(next).next(answer("Better now."));
				assertThat(ask(next, session, streamed)).as("then " + next).isEqualTo("Better now.");
			}
		}
	}

	@ParameterizedTest
	@CsvSource({ "assistant", "analyst" })
	void aStopAfterSixWordsIsChargedByWhatWasHeard(String agent) {
		providerOf(agent).next(answer("One two three four five six seven.").stallAfterChunks(3));
		try (BudgetBooks books = new BudgetBooks(service.redis());
				EventStream stream = service.bob().stream(Map.of("task", "Count.", "agent", agent))) {
			long before = spent(books);
			long worst = 0;
			String heard = "";
			while (!heard.contains("two")) {
				heard += Objects.requireNonNull(stream.next()).json().at("/text").asString("");
				worst = Math.max(worst, books.user("bob").stream().mapToLong(BudgetBooks.Book::reserved).sum());
			}
			service.bob().cancel(stream.runId());
			await().until(() -> books.openReservations() == 0);
			long billed = PriceList.shipped().nanoUsd(service.simulator().billing());
			// An estimate, and what was on its way when the connection was closed is in
			// none.
			assertThat(spent(books) - before).isBetween(billed * 9 / 10, worst / 2);
		}
	}

	private static long spent(BudgetBooks books) {
		return books.user("bob").stream().mapToLong(BudgetBooks.Book::spent).sum();
	}

	private static String ask(String agent, String session, boolean streamed) {
		Map<String, Object> request = Map.of("task", "Again, please.", "agent", agent, "session_id", session);
		return streamed ? service.ada().stream(request).rest().getLast().json().at("/answer").asString("none")
				: service.ada().ask(request).text("/answer");
	}

	private static SimulatedProvider providerOf(String agent) {
		return agent.equals("assistant") ? service.anthropic() : service.openai();
	}

}
