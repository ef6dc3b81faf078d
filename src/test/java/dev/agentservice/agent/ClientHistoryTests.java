package dev.agentservice.agent;

import java.time.Instant;
import java.util.List;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.RunRequest.Input;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.session.Message;
import dev.agentservice.simulator.chat.Turn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages that the client itself sends along. */
class ClientHistoryTests {

	private static final String PAGE = " All work and no play makes Jack a dull boy.".repeat(100);

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	@Test
	void theyComeBetweenTheSessionAndTheTask() {
		Answered result = ask(session("s", ""), user("c"), model("d"));
		assertThat(prompt()).containsExactly("s", "Yes.", "c", "d", "Task");
		assertThat(result.messages()).containsExactly(user("Task"), model("Fine."));
		assertThat(result.notices()).isEmpty();
	}

	@Test
	void theyLeaveAfterTheSessionAndInWholeExchanges() {
		Answered result = ask(session("s", PAGE), user("1" + PAGE), model("to 1"), user("2" + PAGE),
				model("to 2" + PAGE), user("3" + PAGE), model("to 3"));
		assertThat(prompt()).containsExactly("2" + PAGE, "to 2" + PAGE, "3" + PAGE, "to 3", "Task");
		assertThat(result.notices()).containsExactly(Notice.HISTORY_TRIMMED);
	}

	@Test
	void aToolCallAmongThemIsNeverPartedFromItsResult() {
		ask(session("s", ""), user("1" + PAGE),
				new Message.Assistant(null, List.of(new Message.ToolCall("call_1", "probe", "{}"))),
				new Message.ToolResult("call_1", "probe", PAGE + PAGE, null, null), model("to 1"), user("2" + PAGE),
				model("to 2"));
		assertThat(prompt()).containsExactly("2" + PAGE, "to 2", "Task");
	}

	@Test
	void theyCountAsConversation() {
		Input input = new Input(List.of(session("s", "")), List.of(user("c"), model("d"), user("e")), "Task", true);
		assertThat(input.earlier()).hasSize(5);
	}

	private static Answered ask(dev.agentservice.session.Turn session, Message... client) {
		loop.anthropic().next(answer("Fine."));
		return loop.attempt(LoopFixture.ANTHROPIC)
			.asked(new Input(List.of(session), List.of(client), "Task", true))
			.run();
	}

	private static List<String> prompt() {
		return loop.anthropic()
			.requests()
			.getLast()
			.turns()
			.stream()
			.filter((turn) -> !(turn instanceof Turn.Instructions))
			.map(Turn::text)
			.toList();
	}

	private static dev.agentservice.session.Turn session(String task, String more) {
		return new dev.agentservice.session.Turn("run_1", Instant.EPOCH, List.of(user(task + more), model("Yes.")),
				false);
	}

	private static Message user(String text) {
		return new Message.User(text);
	}

	private static Message model(String text) {
		return new Message.Assistant(text, List.of());
	}

}
