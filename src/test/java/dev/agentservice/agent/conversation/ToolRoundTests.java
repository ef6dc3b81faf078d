package dev.agentservice.agent.conversation;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.tool.RequestedCall;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ToolRoundTests {

	@Test
	void resultsComeInTheOrderOfTheCalls() {
		ToolRound round = ToolRound.of(List.of(reply("a", "b", "c"), answered("c", "3"), answered("a", "1")))
			.getFirst();
		assertThat(round.missing()).extracting((call) -> call.request().id()).containsExactly("b");
		round.answered(round.missing().getFirst(), result("b", "2"), false);
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
		round.answered(round.missing().getFirst(), result("a", "2"), false);
		assertThat(results(round)).containsExactly("1", "2");
	}

	@Test
	void resultsAreMatchedByTheCallWhereModelsRepeatTheirIds() {
		ToolRound round = ToolRound.of(List.of(reply("a", "a"), answered("a", "2", "c0.1"), answered("a", "1", "c0.0")))
			.getFirst();
		assertThat(results(round)).containsExactly("1", "2");
		assertDamaged(reply("a"), answered("a", "1", "c1.0"));
	}

	@Test
	void theLastIntentOfACallWithoutAResultIsKnown() {
		ToolRound round = ToolRound
			.of(List.of(reply("x"), answered("x", "0", "c0.0"), reply("a", "b", "c"), intended("c1.0", "probe"),
					intended("c1.1", "probe"), intended("c1.0", "spare"), answered("b", "2", "c1.1")))
			.getLast();
		assertThat(round.missing()).extracting(RequestedCall::id).containsExactly("c1.0", "c1.2");
		assertThat(round.missing()).extracting(RequestedCall::intended).containsExactly("spare", null);
	}

	@Test
	void aJournalWithAGapIsDamaged() {
		assertDamaged(intended("c0.0", "probe"));
		assertDamaged(reply("a"), intended("c0.1", "probe"));
		assertDamaged(reply("a"), answered("a", "1", "c0.0"), intended("c0.0", "probe"));
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
		return answered(id, text, null);
	}

	private static JournalEntry answered(String id, String text, @Nullable String call) {
		return new ToolAnswered(result(id, text), "ok", Duration.ZERO, Duration.ZERO, null, null, call);
	}

	private static JournalEntry intended(String call, String tool) {
		return new ToolIntended(call, tool, "0", Duration.ZERO);
	}

	private static Message.ToolResult result(String id, String text) {
		return new Message.ToolResult(id, "probe", text, null, true);
	}

}
