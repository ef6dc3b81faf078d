package dev.agentservice.agent;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.UnreadableStateException;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ToolRoundTests {

	@Test
	void resultsComeInTheOrderOfTheCalls() {
		ToolRound round = ToolRound.of(List.of(reply("a", "b", "c"), answered("c", "3"), answered("a", "1")))
			.getFirst();
		assertThat(round.missing()).extracting(ToolExecutionRequest::id).containsExactly("b");
		round.answered(result("b", "2"), false);
		assertThat(results(round)).containsExactly("1", "2", "3");
	}

	@Test
	void idsMayComeAgainInALaterRound() {
		List<ToolRound> rounds = ToolRound.of(List.of(reply("a"), answered("a", "1"), reply("a"), answered("a", "2")));
		assertThat(rounds).map(ToolRoundTests::results).containsExactly(List.of("1"), List.of("2"));
	}

	@Test
	void callsOfOneIdAreAnsweredOneAfterAnother() {
		ToolRound round = ToolRound.of(List.of(reply("a", "a"), answered("a", "1"))).getFirst();
		assertThat(round.missing()).hasSize(1);
		round.answered(result("a", "2"), false);
		assertThat(results(round)).containsExactly("1", "2");
	}

	@Test
	void aJournalWithAGapIsDamaged() {
		assertDamaged(answered("a", "1"));
		assertDamaged(reply("a"), answered("b", "1"));
		assertDamaged(reply("a"), answered("a", "1"), answered("a", "1"));
		assertDamaged(reply("a", "b"), answered("a", "1"), reply("c"));
	}

	private static void assertDamaged(JournalEntry... entries) {
		assertThatExceptionOfType(UnreadableStateException.class).isThrownBy(() -> ToolRound.of(List.of(entries)))
			.withMessageContaining("damaged");
	}

	private static List<String> results(ToolRound round) {
		return round.shown().stream().skip(1).map((message) -> ((ToolExecutionResultMessage) message).text()).toList();
	}

	private static JournalEntry reply(String... ids) {
		return new ModelCalledTools("p/m",
				new Message.Assistant(null,
						Arrays.stream(ids).map((id) -> new Message.ToolCall(id, "probe", "{}")).toList()),
				Usage.NONE, Duration.ZERO, Duration.ZERO, 0, null, List.of(), null);
	}

	private static JournalEntry answered(String id, String text) {
		return new ToolAnswered(result(id, text), "ok", Duration.ZERO, Duration.ZERO, null, null);
	}

	private static Message.ToolResult result(String id, String text) {
		return new Message.ToolResult(id, "probe", text, null, true);
	}

}
