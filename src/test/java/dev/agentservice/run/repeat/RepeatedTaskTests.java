package dev.agentservice.run.repeat;

import java.time.Instant;
import java.util.List;

import dev.agentservice.session.Message;
import dev.agentservice.session.Turn;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class RepeatedTaskTests {

	private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			Where is my order?               ; Where is my order?
			Where is my order?               ; WHERE IS MY ORDER
			Where is my order?               ; where   is my… order?!
			Where is my order 4711?          ; Ｗhere is my order ４７１１
			When does the next train leave?  ; When does the next trian leave?
			Summarise this document please   ; Please summarise this document
			こんにちは、元気ですか               ; こんにちは 元気ですか
			Where is my order?               ; Where is my order, please?
			Translate the second paragraph   ; Transalte the second pragraph
			???                              ; ???
			""")
	void nearlyTheSameTaskIsARepetition(String before, String task) {
		assertThat(RepeatedTask.same(before, task)).isTrue();
		assertThat(RepeatedTask.same(task, before)).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			Where is my order?                 ; Cancel my order.
			Please show me the order 4711 now  ; Please show me the order 4712 now
			Turn the light in the kitchen on   ; Turn the light in the kitchen off
			Please book a table for two        ; Please book a table for ten
			Show me all orders of this year    ; Show me all orders of this year and the last
			Is it open on day 4                ; Is it open on day
			cats eat mice                      ; dogs eat mice
			yes                                ; no
			a                                  ; b
			Go on                              ; Go
			???                                ; !!!
			''                                 ; Where is my order?
			""")
	void anotherTaskIsNone(String before, String task) {
		assertThat(RepeatedTask.same(before, task)).isFalse();
		assertThat(RepeatedTask.same(task, before)).isFalse();
	}

	@Test
	void anotherQuestionAboutALongTextIsAnotherTask() {
		String text = "The quick brown fox jumps over the lazy dog. ".repeat(40);
		assertThat(RepeatedTask.same(text + "Who jumps?", text + "who jumps")).isTrue();
		assertThat(RepeatedTask.same(text + "Who jumps?", text + "Over whom?")).isFalse();
		String book = text.repeat(20);
		assertThat(RepeatedTask.same(book + "Who jumps?", book + "Who jumps?")).isTrue();
		assertThat(RepeatedTask.same(book + "Who jumps?", book + "who jumps")).isFalse();
	}

	@Test
	void onlyTheLastTurnCountsAndOnlyForTwoMinutes() {
		List<Turn> turns = List.of(turn("Where is my order?"), turn("Cancel it."));
		assertThat(RepeatedTask.repeated("cancel it", NOON.plusSeconds(120), turns)).isPresent();
		assertThat(RepeatedTask.repeated("cancel it", NOON.plusSeconds(121), turns)).isEmpty();
		assertThat(RepeatedTask.repeated("cancel it", NOON.minusSeconds(5), turns)).as("it was queued").isPresent();
		assertThat(RepeatedTask.repeated("Where is my order?", NOON.plusSeconds(1), turns)).isEmpty();
		assertThat(RepeatedTask.repeated("cancel it", NOON, List.of())).isEmpty();
	}

	private static Turn turn(String task) {
		return new Turn("run_1", NOON, List.of(new Message.User(task), new Message.Assistant("Done.", List.of())),
				false);
	}

}
