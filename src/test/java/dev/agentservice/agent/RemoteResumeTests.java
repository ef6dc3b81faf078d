package dev.agentservice.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.agentservice.agent.LoopEnd.Answered;
import dev.agentservice.agent.definition.AgentDefinition;
import dev.agentservice.agent.definition.BuiltInTools;
import dev.agentservice.agent.definition.KnowledgeUse;
import dev.agentservice.agent.definition.RuntimeUse;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.Notice;
import dev.agentservice.agent.journal.TestJournal;
import dev.agentservice.llm.remote.RemoteRuntime;
import dev.agentservice.simulator.responses.Act;
import dev.agentservice.simulator.responses.SimulatedResponses;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Runs whose loop is at OpenAI, and whose replica dies at a piece of their journal. */
class RemoteResumeTests {

	private static final String MODEL = "openai/gpt-4.1-mini";

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	@BeforeEach
	void clear() {
		loop.clear();
	}

	@Test
	void eachPartIsJournaledBeforeWhatItWants() {
		TestJournal journal = new TestJournal();
		refundThenAnswer();
		attempt().into(journal).run();
		assertThat(journal.entries()).extracting((entry) -> (Object) entry.getClass())
			.containsExactly(RemoteStarted.class, ModelCalledTools.class, ToolIntended.class, ToolAnswered.class,
					RemoteStarted.class);
		assertThat(((RemoteStarted) journal.entries().getFirst()).runtime()).isEqualTo("openai-responses");
	}

	@Test
	void aCallWithoutAResultIsMadeAndTheConversationGoesOn() {
		List<JournalEntry> left = killedAt(2);
		assertThat(loop.toolCalls()).isEmpty();
		responses().next(Act.say("Done."));
		Answered result = attempt().next(left).run();
		assertThat(loop.toolCalls()).containsExactly("refund");
		assertThat(result.notices()).isEmpty();
		assertThat(output()).contains("Paid back.");
	}

	@Test
	void aCallThatMayHaveHappenedGetsAnOutputThatSaysSo() {
		List<JournalEntry> left = killedAt(3);
		assertThat(loop.toolCalls()).containsExactly("refund");
		responses().next(Act.say("Perhaps."));
		Answered result = attempt().next(left).run();
		assertThat(loop.toolCalls()).as("not a second time").containsExactly("refund");
		assertThat(result.notices()).containsExactly(Notice.TOOL_IN_DOUBT);
		assertThat(output()).contains("Whether it took effect is unknown");
	}

	@Test
	void whatWasReadButNotStoredIsKeptAndReadAgain() {
		TestJournal journal = new TestJournal(1);
		refundThenAnswer();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt().into(journal)::run);
		assertThat(responses().kept()).hasSize(1);
		assertThat(attempt().next(journal.entries()).run().answer()).isEqualTo("Done.");
		assertThat(loop.toolCalls()).containsExactly("refund");
		assertThat(responses().requests()).as("no response is asked for twice").hasSize(2);
	}

	@Test
	void thoughtsThatAreReadAgainCanBeSentBack() {
		responses().next(new Act.Think(), Act.call("call_a", "refund", "{}")).next(Act.say("Done."));
		TestJournal journal = new TestJournal(1);
		LoopFixture.Attempt first = attempt(LoopFixture.OPENAI, "refund", false);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first.into(journal)::run);
		assertThat(first.next(journal.entries()).run().answer()).isEqualTo("Done.");
		assertThat(responses().requests().getLast().at("/input/1/encrypted_content").asString()).isNotEmpty();
	}

	@Test
	void whatAnotherProvidersModelCannotGoOnWithIsStopped() {
		RemoteStarted left = new RemoteStarted("openai-responses", "resp_left", MODEL, 1, 1, 1000, 100, 0, 500_000,
				Duration.ZERO);
		loop.anthropic().next(answer("By myself."));
		assertThat(attempt(LoopFixture.ANTHROPIC, "refund", true).next(List.of(left)).run().answer())
			.isEqualTo("By myself.");
		assertThat(responses().calls()).contains("POST /v1/responses/resp_left/cancel");
	}

	@Test
	void aRunThatOurOwnLoopTookOverStaysThere() {
		responses().next(new Act.Refuse(500));
		loop.openai().next(toolCalls(call("probe", "{\"what\": \"x\"}")));
		TestJournal journal = new TestJournal(1);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt("probe").into(journal)::run);
		loop.openai().next(answer("42."));
		Answered result = attempt("probe").next(journal.entries()).run();
		assertThat(result.answer()).isEqualTo("42.");
		assertThat(result.notices()).containsExactly(Notice.RUNTIME_FALLBACK);
		assertThat(responses().requests()).hasSize(1);
	}

	@Test
	void whatHasFailedIsNotFollowed() {
		responses().next(new Act.Fail("server_error"));
		loop.openai().next(status(400));
		loop.anthropic().next(status(400));
		TestJournal journal = new TestJournal();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt().into(journal)::run);
		assertThat(journal.entries()).extracting((entry) -> (Object) entry.getClass())
			.containsExactly(RemoteStarted.class, RemoteEnded.class);
		loop.openai().next(answer("By myself."));
		Answered result = attempt().next(journal.entries()).run();
		assertThat(result.answer()).isEqualTo("By myself.");
		assertThat(result.notices()).containsExactly(Notice.RUNTIME_FALLBACK);
	}

	@Test
	void afterWhatIsLostTheNextAttemptStartsAnew() {
		RemoteStarted lost = new RemoteStarted("openai-responses", "resp_lost", MODEL, 1, 1, 1000, 100, 0, 500_000,
				Duration.ZERO);
		TestJournal journal = new TestJournal();
		LoopFixture.Attempt second = attempt(MODEL, "refund", false).next(List.of(lost)).into(journal);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(second::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OWNER_LOST));
		responses().next(Act.say("Anew."));
		List<JournalEntry> all = new ArrayList<>(List.of(lost));
		all.addAll(journal.entries());
		assertThat(second.next(all).run().answer()).isEqualTo("Anew.");
	}

	@Test
	void whatIsLostIsAnsweredByOurOwnLoopWhereNothingWasDone() {
		RemoteStarted lost = new RemoteStarted("openai-responses", "resp_lost", MODEL, 1, 1, 1000, 100, 0, 500_000,
				Duration.ZERO);
		loop.openai().next(answer("By myself."));
		TestJournal journal = new TestJournal();
		Answered result = attempt().next(List.of(lost)).into(journal).run();
		assertThat(result.answer()).isEqualTo("By myself.");
		assertThat(result.notices()).containsExactly(Notice.RUNTIME_FALLBACK);
		assertThat(journal.entries()).singleElement().satisfies((entry) -> {
			assertThat(((RemoteEnded) entry).fallback()).isTrue();
			assertThat(((RemoteEnded) entry).costNano()).as("what was reserved for it").isEqualTo(500_000L);
		});
		assertThat(responses().requests()).isEmpty();
	}

	/** The journal of an attempt whose replica died at its next entry. */
	private static List<JournalEntry> killedAt(int entries) {
		TestJournal journal = new TestJournal(entries);
		refundThenAnswer();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt().into(journal)::run);
		List<JournalEntry> left = new ArrayList<>(journal.entries());
		responses().clear();
		return left;
	}

	private static void refundThenAnswer() {
		responses().next(Act.call("call_a", "refund", "{}")).next(Act.say("Done."));
	}

	/** What the last response was given as the result of the call. */
	private static String output() {
		JsonNode input = responses().requests().getLast().path("input");
		assertThat(input.at("/1/call_id").asString()).isEqualTo("call_a");
		assertThat(input.at("/2/type").asString()).isEqualTo("function_call_output");
		return input.at("/2/output").asString();
	}

	private static SimulatedResponses responses() {
		return loop.simulator().responses();
	}

	private static LoopFixture.Attempt attempt() {
		return attempt("refund");
	}

	private static LoopFixture.Attempt attempt(String tool) {
		return attempt(MODEL, tool, true);
	}

	private static LoopFixture.Attempt attempt(String model, String tool, boolean fallsBack) {
		AgentDefinition agent = LoopFixture.agent(model, 8);
		return loop.attempt(model)
			.of(new AgentDefinition(agent.name(), agent.description(), agent.models(), List.of(tool),
					agent.toolFallback(), agent.limits(), agent.targets(), BuiltInTools.GUARD, agent.instructions(),
					agent.revision(), agent.source(), KnowledgeUse.NONE,
					new RuntimeUse(RemoteRuntime.OPENAI_RESPONSES, fallsBack, List.of(), 10, null)))
			.within(Duration.ofSeconds(20));
	}

}
