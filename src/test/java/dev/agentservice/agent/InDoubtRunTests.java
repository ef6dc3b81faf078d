package dev.agentservice.agent;

import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.RunJournal;
import dev.agentservice.agent.journal.TestJournal;
import dev.agentservice.simulator.chat.Turn;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A run that is cut while a tool with side effects is at work. */
class InDoubtRunTests {

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	@BeforeEach
	void clear() {
		loop.clear();
		loop.anthropic().next(toolCalls(call("call_a", "refund", "{}")), answer("Done."));
	}

	@Test
	void theIntentIsKeptBeforeTheEffectAndTheResultUnderTheSameCall() {
		TestJournal journal = new TestJournal();
		attempt().into(journal).run();
		assertThat(journal.entries()).extracting((entry) -> (Object) entry.getClass())
			.containsExactly(ModelCalledTools.class, ToolIntended.class, ToolAnswered.class);
		ToolIntended intent = (ToolIntended) journal.entries().get(1);
		assertThat(intent.call()).isEqualTo("c0.0").isEqualTo(((ToolAnswered) journal.entries().get(2)).call());
		assertThat(intent.tool()).isEqualTo("refund");
		assertThat(intent.argumentsSha256()).hasSize(64);
	}

	@Test
	void whatMayHaveHappenedIsToldOnceAndNeverDoneAgain() {
		TestJournal journal = new TestJournal(2);
		LoopFixture.Attempt first = attempt().into(journal);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first::run);
		assertThat(loop.toolCalls()).containsExactly("refund");

		TestJournal second = new TestJournal();
		LoopFixture.Attempt resumed = first.next(journal.entries()).into(second);
		Answered result = resumed.run();
		assertThat(loop.toolCalls()).containsExactly("refund");
		assertThat(result.notices()).containsExactly(Notice.TOOL_IN_DOUBT);
		assertThat(result.steps().get(1).name()).isEqualTo("refund");
		assertThat(result.steps().get(1).outcome()).isEqualTo("in_doubt");
		assertThat(results()).singleElement().asString().contains("Whether it took effect is unknown");

		loop.anthropic().next(answer("Done."));
		List<JournalEntry> all = Stream.of(journal.entries(), second.entries()).flatMap(List::stream).toList();
		assertThat(resumed.next(all).run().notices()).containsExactly(Notice.TOOL_IN_DOUBT);
		assertThat(loop.toolCalls()).containsExactly("refund");
	}

	@Test
	void whatWasCutBeforeItsIntentIsDone() {
		TestJournal journal = new TestJournal(1);
		LoopFixture.Attempt first = attempt().into(journal);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first::run);
		assertThat(loop.toolCalls()).isEmpty();
		assertThat(first.next(journal.entries()).run().notices()).isEmpty();
		assertThat(loop.toolCalls()).containsExactly("refund");
	}

	@Test
	void nothingIsDoneWhereTheIntentCannotBeKept() {
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt().into(new RunJournal() {
			@Override
			public void record(JournalEntry entry) {
			}

			@Override
			public void intend(List<ToolIntended> calls) {
				throw new IllegalStateException("no");
			}
		})::run);
		assertThat(loop.toolCalls()).isEmpty();
	}

	private static LoopFixture.Attempt attempt() {
		return loop.attempt(LoopFixture.ANTHROPIC).of(LoopFixture.guarded(BuiltInTools.GUARD));
	}

	private static List<String> results() {
		return loop.anthropic().requests().getLast().freshResults().stream().map(Turn.ToolResult::text).toList();
	}

}
