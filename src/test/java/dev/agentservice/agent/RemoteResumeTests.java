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
import dev.agentservice.simulator.responses.SimulatedLoops;
import dev.agentservice.simulator.responses.SimulatedResponses;
import dev.agentservice.simulator.script.SimulatedProvider;
import dev.agentservice.support.problem.ProblemCode;
import dev.agentservice.support.problem.ProblemException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static dev.agentservice.simulator.script.Responses.answer;
import static dev.agentservice.simulator.script.Responses.call;
import static dev.agentservice.simulator.script.Responses.status;
import static dev.agentservice.simulator.script.Responses.toolCalls;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Runs whose loop is at a provider, and whose replica dies at a piece of their journal.
 */
class RemoteResumeTests {

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	@BeforeEach
	void clear() {
		loop.clear();
	}

	@ParameterizedTest
	@EnumSource
	void eachPartIsJournaledBeforeWhatItWants(RemoteRuntime runtime) {
		TestJournal journal = new TestJournal();
		refundThenAnswer(runtime);
		attempt(runtime, "refund").into(journal).run();
		assertThat(journal.entries()).extracting((entry) -> (Object) entry.getClass())
			.containsExactly(RemoteStarted.class, ModelCalledTools.class, ToolIntended.class, ToolAnswered.class,
					RemoteStarted.class);
		assertThat(((RemoteStarted) journal.entries().getFirst()).runtime()).isEqualTo(runtime.label());
	}

	@ParameterizedTest
	@EnumSource
	void aCallWithoutAResultIsMadeAndTheConversationGoesOn(RemoteRuntime runtime) {
		List<JournalEntry> left = killedAt(runtime, 2);
		assertThat(loop.toolCalls()).isEmpty();
		loops(runtime).next(Act.say("Done."));
		Answered result = attempt(runtime, "refund").next(left).run();
		assertThat(loop.toolCalls()).containsExactly("refund");
		assertThat(result.notices()).isEmpty();
		assertThat(output(runtime)).contains("Paid back.");
	}

	@ParameterizedTest
	@EnumSource
	void aCallThatMayHaveHappenedGetsAnOutputThatSaysSo(RemoteRuntime runtime) {
		List<JournalEntry> left = killedAt(runtime, 3);
		assertThat(loop.toolCalls()).containsExactly("refund");
		loops(runtime).next(Act.say("Perhaps."));
		Answered result = attempt(runtime, "refund").next(left).run();
		assertThat(loop.toolCalls()).as("not a second time").containsExactly("refund");
		assertThat(result.notices()).containsExactly(Notice.TOOL_IN_DOUBT);
		assertThat(output(runtime)).contains("Whether it took effect is unknown");
	}

	@ParameterizedTest
	@EnumSource
	void whatWasReadButNotStoredIsKeptAndReadAgain(RemoteRuntime runtime) {
		TestJournal journal = new TestJournal(1);
		refundThenAnswer(runtime);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt(runtime, "refund").into(journal)::run);
		assertThat(loops(runtime).kept()).hasSize(1);
		assertThat(attempt(runtime, "refund").next(journal.entries()).run().answer()).isEqualTo("Done.");
		assertThat(loop.toolCalls()).containsExactly("refund");
		assertThat(loops(runtime).requests()).as("no response is asked for twice").hasSize(2);
	}

	@Test
	void thoughtsThatAreReadAgainCanBeSentBack() {
		responses().next(new Act.Think(), Act.call("call_a", "refund", "{}")).next(Act.say("Done."));
		TestJournal journal = new TestJournal(1);
		LoopFixture.Attempt first = attempt(RemoteRuntime.OPENAI_RESPONSES, LoopFixture.OPENAI, "refund", false);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first.into(journal)::run);
		assertThat(first.next(journal.entries()).run().answer()).isEqualTo("Done.");
		assertThat(responses().requests().getLast().at("/input/1/encrypted_content").asString()).isNotEmpty();
	}

	@Test
	void whatAnotherProvidersModelCannotGoOnWithIsStopped() {
		RemoteStarted left = new RemoteStarted("openai-responses", "resp_left", "openai/gpt-4.1-mini", 1, 1, 1000, 100,
				0, 500_000, Duration.ZERO);
		loop.anthropic().next(answer("By myself."));
		assertThat(attempt(RemoteRuntime.OPENAI_RESPONSES, LoopFixture.ANTHROPIC, "refund", true).next(List.of(left))
			.run()
			.answer()).isEqualTo("By myself.");
		assertThat(responses().calls()).contains("POST /v1/responses/resp_left/cancel");
	}

	@Test
	void aSessionThatAnotherProvidersModelCannotGoOnWithIsDeleted() {
		TestJournal left = new TestJournal(2);
		loop.simulator().sessions().next(Act.call("call_a", "probe", "{\"what\": \"x\"}"));
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(attempt(RemoteRuntime.ANTHROPIC_MANAGED, "probe").into(left)::run);
		assertThat(loop.simulator().sessions().kept()).hasSize(1);
		loop.openai().next(answer("By myself."));
		LoopFixture.Attempt first = attempt(RemoteRuntime.ANTHROPIC_MANAGED, LoopFixture.OPENAI, "probe", true);
		assertThat(first.next(left.entries()).run().answer()).isEqualTo("By myself.");
		await().until(() -> loop.simulator().sessions().kept().isEmpty());
	}

	@Test
	void aRunThatIsCancelledBeforeItsNextPartLeavesNoSession() {
		List<JournalEntry> left = killedAt(RemoteRuntime.ANTHROPIC_MANAGED, 2);
		assertThatExceptionOfType(RunCancelledException.class)
			.isThrownBy(attempt(RemoteRuntime.ANTHROPIC_MANAGED, "refund").next(left).cancelled()::run);
		assertThat(loop.toolCalls()).isEmpty();
		await().until(() -> loop.simulator().sessions().kept().isEmpty());
	}

	@ParameterizedTest
	@EnumSource
	void aRunThatOurOwnLoopTookOverStaysThere(RemoteRuntime runtime) {
		loops(runtime).next(new Act.Refuse(500));
		models(runtime).next(toolCalls(call("probe", "{\"what\": \"x\"}")));
		TestJournal journal = new TestJournal(1);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt(runtime, "probe").into(journal)::run);
		models(runtime).next(answer("42."));
		Answered result = attempt(runtime, "probe").next(journal.entries()).run();
		assertThat(result.answer()).isEqualTo("42.");
		assertThat(result.notices()).containsExactly(Notice.RUNTIME_FALLBACK);
		assertThat(loops(runtime).requests()).hasSize(1);
	}

	@Test
	void whatHasFailedIsNotFollowed() {
		responses().next(new Act.Fail("server_error"));
		loop.openai().next(status(400));
		loop.anthropic().next(status(400));
		TestJournal journal = new TestJournal();
		assertThatExceptionOfType(ProblemException.class)
			.isThrownBy(attempt(RemoteRuntime.OPENAI_RESPONSES, "refund").into(journal)::run);
		assertThat(journal.entries()).extracting((entry) -> (Object) entry.getClass())
			.containsExactly(RemoteStarted.class, RemoteEnded.class);
		loop.openai().next(answer("By myself."));
		Answered result = attempt(RemoteRuntime.OPENAI_RESPONSES, "refund").next(journal.entries()).run();
		assertThat(result.answer()).isEqualTo("By myself.");
		assertThat(result.notices()).containsExactly(Notice.RUNTIME_FALLBACK);
	}

	@ParameterizedTest
	@EnumSource
	void afterWhatIsLostTheNextAttemptStartsAnew(RemoteRuntime runtime) {
		RemoteStarted lost = new RemoteStarted(runtime.label(), "lost", model(runtime), 1, 1, 1000, 100, 0, 500_000,
				Duration.ZERO);
		TestJournal journal = new TestJournal();
		LoopFixture.Attempt second = attempt(runtime, model(runtime), "refund", false).next(List.of(lost))
			.into(journal);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(second::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OWNER_LOST));
		loops(runtime).next(Act.say("Anew."));
		List<JournalEntry> all = new ArrayList<>(List.of(lost));
		all.addAll(journal.entries());
		assertThat(second.next(all).run().answer()).isEqualTo("Anew.");
	}

	@Test
	void aSessionThatIsGoneBetweenTwoPartsIsLost() {
		TestJournal journal = new TestJournal(4);
		refundThenAnswer(RemoteRuntime.ANTHROPIC_MANAGED);
		LoopFixture.Attempt first = attempt(RemoteRuntime.ANTHROPIC_MANAGED, LoopFixture.ANTHROPIC, "refund", false);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first.into(journal)::run);
		loop.simulator().sessions().expireAll();
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first.next(journal.entries())::run)
			.satisfies((problem) -> assertThat(problem.code()).isEqualTo(ProblemCode.OWNER_LOST));
	}

	@Test
	void nothingIsSaidToASessionThatIsNotJournaled() {
		LoopFixture.Attempt first = attempt(RemoteRuntime.ANTHROPIC_MANAGED, "refund");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first.into(new TestJournal(0))::run);
		assertThat(loop.simulator().sessions().created()).hasSize(1);
		assertThat(loop.simulator().sessions().requests()).isEmpty();
	}

	@Test
	void aSessionThatHasGotNothingGetsIt() {
		LoopFixture.Attempt first = attempt(RemoteRuntime.ANTHROPIC_MANAGED, "refund");
		assertThatExceptionOfType(ProblemException.class).isThrownBy(first.into(new TestJournal(0))::run);
		String session = loop.simulator().sessions().kept().getLast();
		assertThat(first.next(List.of(started(session + "/0"))).run().answer()).isEqualTo("Simulated.");
		assertThat(loop.simulator().sessions().created()).hasSize(1);
		assertThat(loop.simulator().sessions().requests()).hasSize(1);
	}

	private static RemoteStarted started(String id) {
		return new RemoteStarted("anthropic-managed", id, LoopFixture.ANTHROPIC, 1, 1, 1000, 100, 0, 20_000_000,
				Duration.ZERO);
	}

	/** The journal of an attempt whose replica died at its next entry. */
	private static List<JournalEntry> killedAt(RemoteRuntime runtime, int entries) {
		TestJournal journal = new TestJournal(entries);
		refundThenAnswer(runtime);
		assertThatExceptionOfType(ProblemException.class).isThrownBy(attempt(runtime, "refund").into(journal)::run);
		List<JournalEntry> left = new ArrayList<>(journal.entries());
		loops(runtime).forgetOrders();
		return left;
	}

	private static void refundThenAnswer(RemoteRuntime runtime) {
		loops(runtime).next(Act.call("call_a", "refund", "{}")).next(Act.say("Done."));
	}

	/** What the last part was given as the result of the call. */
	private static String output(RemoteRuntime runtime) {
		JsonNode request = loops(runtime).requests().getLast();
		if (runtime == RemoteRuntime.ANTHROPIC_MANAGED) {
			assertThat(request.at("/events/0/custom_tool_use_id").asString()).isEqualTo("call_a");
			return request.at("/events/0/content/0/text").asString();
		}
		JsonNode input = request.path("input");
		assertThat(input.at("/1/call_id").asString()).isEqualTo("call_a");
		assertThat(input.at("/2/type").asString()).isEqualTo("function_call_output");
		return input.at("/2/output").asString();
	}

	private static SimulatedResponses responses() {
		return loop.simulator().responses();
	}

	private static SimulatedLoops loops(RemoteRuntime runtime) {
		return (runtime == RemoteRuntime.OPENAI_RESPONSES) ? responses() : loop.simulator().sessions();
	}

	private static SimulatedProvider models(RemoteRuntime runtime) {
		return loop.simulator().provider(runtime.provider());
	}

	private static String model(RemoteRuntime runtime) {
		return (runtime == RemoteRuntime.OPENAI_RESPONSES) ? "openai/gpt-4.1-mini" : LoopFixture.ANTHROPIC;
	}

	private static LoopFixture.Attempt attempt(RemoteRuntime runtime, String tool) {
		return attempt(runtime, model(runtime), tool, true);
	}

	private static LoopFixture.Attempt attempt(RemoteRuntime runtime, String model, String tool, boolean fallsBack) {
		AgentDefinition agent = LoopFixture.agent(model, 8);
		return loop.attempt(model)
			.of(new AgentDefinition(agent.name(), agent.description(), agent.models(), List.of(tool),
					agent.toolFallback(), agent.limits(), agent.targets(), BuiltInTools.GUARD, agent.instructions(),
					agent.revision(), agent.source(), KnowledgeUse.NONE,
					new RuntimeUse(runtime, fallsBack, List.of(), 10, null)))
			.within(Duration.ofSeconds(20));
	}

}
