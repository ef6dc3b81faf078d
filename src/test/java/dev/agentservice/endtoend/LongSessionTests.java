package dev.agentservice.endtoend;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.agentservice.simulator.chat.ChatCall;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.support.BesideOthers;
import dev.agentservice.support.RawHttp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.answerWithCalls;
import static dev.agentservice.simulator.script.Responses.call;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * A conversation that has grown longer than its limits of money can pay for. A token of
 * the prompt costs 1.25 USD for a million at most and one of the answer 5, so of the
 * agent's 0.02 USD a whole answer takes a half, and the other pays for 8,000 bytes.
 */
@BesideOthers
@Tag("slow")
class LongSessionTests {

	private static final String CHAPTER = " The quick brown fox jumps over the lazy dog.".repeat(60);

	private static final int CHAPTERS = 8;

	@RegisterExtension
	static final ServiceUnderTest service = new ServiceUnderTest().agent("thrifty", """
			---
			name: thrifty
			models: {simple: anthropic/claude-haiku-4-5}
			tools: [calculator]
			limits: {cost_per_task_usd: 0.02}
			---
			You listen.
			""").agent("wealthy", """
			---
			name: wealthy
			models: {simple: anthropic/claude-haiku-4-5}
			tools: []
			---
			You listen.
			""");

	@AfterEach
	void clear() {
		service.redis().flush();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void hiIsAnsweredHoweverLongTheSessionIs(boolean streamed) {
		tellChapters("thrifty");
		service.anthropic().next(answer("Hello."));
		String end = streamed ? stream(hi("thrifty")) : service.ada().ask(hi("thrifty")).body();
		assertThat(end).contains("\"answer\":\"Hello.\"").contains("\"history_trimmed\"");
		assertThat(lastCall().options().maxOutputTokens()).as("a whole answer can be paid").isEqualTo(2048);
		assertThat(chaptersSeen()).containsExactly(7, 8);
	}

	@Test
	void hiIsAnsweredToAnOpenAiClientThatTellsALongStory() {
		List<Map<String, String>> messages = new ArrayList<>();
		for (int i = 1; i <= CHAPTERS; i++) {
			messages.add(Map.of("role", "user", "content", chapter(i)));
			messages.add(Map.of("role", "assistant", "content", "Go on."));
		}
		messages.add(Map.of("role", "user", "content", "Hi"));
		for (boolean streamed : new boolean[] { false, true }) {
			service.anthropic().next(answer("Hello."));
			RawHttp.Answer reply = service.post("/v1/chat/completions", "application/json", JsonMapper.shared()
				.writeValueAsString(Map.of("model", "thrifty", "stream", streamed, "messages", messages)));
			assertThat(reply.status()).as(reply.text()).isEqualTo(200);
			assertThat(reply.text()).contains("Hello.");
			assertThat(chaptersSeen()).containsExactly(7, 8);
		}
	}

	@Test
	void whatIsLeftOfADayTrimsAsWell() {
		tellChapters("wealthy");
		assertThat(lastCall().options().maxOutputTokens()).isEqualTo(2048);
		assertThat(chaptersSeen()).hasSize(CHAPTERS);
		BigDecimal spent = service.ada().get("/users/me/usage").json().at("/spent_usd").decimalValue();
		service.operator()
			.put("/ops/budgets/acme/ada", JsonMapper.shared()
				.writeValueAsString(Map.of("limit_usd", spent.add(new BigDecimal("0.015")), "reason", "A test")));
		service.anthropic().next(answer("Hello."));
		Client.Reply reply = service.ada().ask(hi("wealthy"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(reply.json().at("/notices").toString()).isEqualTo("[\"history_trimmed\"]");
		assertThat(chaptersSeen()).containsExactly(8);
	}

	@Test
	void stepsThatCostMuchTrimTheNextOnes() {
		tellChapters("thrifty");
		service.anthropic()
			.next(answerWithCalls("Hm. ".repeat(700), call("calculator", "{\"expression\": \"1 + 1\"}")),
					answer("Two."));
		Client.Reply reply = service.ada().ask(hi("thrifty"));
		assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		assertThat(chaptersSeen(nthCall(-2))).containsExactly(7, 8);
		assertThat(chaptersSeen()).hasSizeLessThan(2);
		assertThat(reply.text("/answer")).isEqualTo("Two.");
	}

	@Test
	void whenEvenTheTaskAloneIsTooDearTheProblemSaysWhatWouldHelpAndThatIsTrue() {
		tellChapters("thrifty");
		Map<String, Object> task = new HashMap<>(hi("thrifty"));
		task.put("max_cost_usd", new BigDecimal("0.0001"));
		RawHttp.Answer refusal = service.ask(task);
		assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
		assertThat(refusal.member("code")).isEqualTo("budget_exceeded");
		assertThat(refusal.member("scope")).isEqualTo("task");
		assertThat(refusal.json().at("/history_trimmed").asBoolean()).isTrue();
		assertThat(refusal.json().at("/left_usd").decimalValue()).isEqualByComparingTo("0.0001");
		assertThat(refusal.member("detail")).contains("0.0001 USD").contains("Raise", "max_cost_usd");
		assertThat(refusal.header("Retry-After")).isEmpty();
		task.put("max_cost_usd", refusal.json().at("/needed_usd").decimalValue());
		service.anthropic().next(answer("Hello."));
		assertThat(service.ada().ask(task).text("/answer")).isEqualTo("Hello.");
		assertThat(chaptersSeen()).isEmpty();
	}

	private static void tellChapters(String agent) {
		service.anthropic().always(answer("Go on."));
		for (int i = 1; i <= CHAPTERS; i++) {
			Client.Reply reply = service.ada().ask(Map.of("task", chapter(i), "agent", agent, "session_id", "story"));
			assertThat(reply.status()).as(reply.body()).isEqualTo(200);
		}
	}

	private static String chapter(int number) {
		return "Chapter " + number + "." + CHAPTER;
	}

	private static Map<String, Object> hi(String agent) {
		return Map.of("task", "Hi", "agent", agent, "session_id", "story");
	}

	private static String stream(Map<String, Object> task) {
		try (EventStream stream = service.ada().stream(task)) {
			EventStream.Event last = stream.rest().getLast();
			assertThat(last.type()).as(last.data()).isEqualTo("run.completed");
			return last.data();
		}
	}

	private static ChatCall lastCall() {
		return nthCall(-1);
	}

	/** Counted from the end. */
	private static ChatCall nthCall(int index) {
		List<ChatCall> calls = service.anthropic().requests();
		return calls.get(calls.size() + index);
	}

	private static List<Integer> chaptersSeen() {
		return chaptersSeen(lastCall());
	}

	private static List<Integer> chaptersSeen(ChatCall call) {
		return call.turns()
			.stream()
			.filter(Turn.User.class::isInstance)
			.flatMap((turn) -> Stream.of(turn.text()))
			.filter((text) -> text.startsWith("Chapter "))
			.map((text) -> Integer.valueOf(text.substring(8, 9)))
			.toList();
	}

}
