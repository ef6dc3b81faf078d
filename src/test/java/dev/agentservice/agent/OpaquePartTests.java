package dev.agentservice.agent;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import dev.agentservice.agent.RunRequest.Input;
import dev.agentservice.agent.conversation.LoopProperties;
import dev.agentservice.agent.conversation.OpaqueParts;
import dev.agentservice.agent.conversation.ToolRound;
import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalJson;
import dev.agentservice.agent.prompt.PromptWindow;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.session.Message;
import dev.agentservice.session.Turn;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.util.unit.DataSize;

import static dev.agentservice.simulator.script.Responses.answer;
import static org.assertj.core.api.Assertions.assertThat;

/** What belongs to a provider alone: where it stays, where it goes, and where not. */
class OpaquePartTests {

	private static final ModelId ANTHROPIC = ModelId.parse(LoopFixture.ANTHROPIC);

	private static final ModelId OPENAI = ModelId.parse(LoopFixture.OPENAI);

	private static final OpaquePart THOUGHTS = new OpaquePart("anthropic", "[{\"thinking\": \"Hm.\"}]");

	private static final OpaquePart OTHERS = new OpaquePart("openai", "{\"reasoning\": \"So.\"}");

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

	@Test
	void itGoesBackToItsProviderWithItsMessageAndToNobodyElse() {
		Turn earlier = new Turn("run_0", Instant.EPOCH,
				List.of(new Message.User("Hi"), message("call_0", THOUGHTS), result("call_0"),
						message("call_1", OTHERS), result("call_1"), new Message.Assistant("Hello.", List.of())),
				false);
		Conversation conversation = conversation(64_000, earlier);
		conversation.add(round("call_2", THOUGHTS));
		conversation.add(round("call_3", OTHERS));
		assertThat(parts(conversation, ANTHROPIC, 100_000)).containsExactly(THOUGHTS, null, null, THOUGHTS, null);
		assertThat(parts(conversation, OPENAI, 100_000)).containsExactly(null, OTHERS, null, null, OTHERS);
	}

	@Test
	void itCountsInAPromptAndLeavesWithItsTurn() {
		OpaquePart large = new OpaquePart("anthropic", "think ".repeat(1_000));
		Turn earlier = new Turn("run_0", Instant.EPOCH,
				List.of(new Message.User("Hi"), message("call_0", large), result("call_0")), false);
		assertThat(parts(conversation(64_000, earlier), ANTHROPIC, 2_000)).containsExactly(large);
		assertThat(parts(conversation(64_000, earlier), ANTHROPIC, 900)).isEmpty();
		assertThat(parts(conversation(64_000, earlier), OPENAI, 900)).hasSize(1).containsOnlyNulls();
		TokenCounter tokens = loop.bean(TokenCounter.class);
		AiMessage bare = AiMessage.from("Yes.");
		assertThat(tokens.upperBound(ANTHROPIC, List.of(large.on(bare))))
			.isEqualTo(tokens.upperBound(ANTHROPIC, List.of(bare)) + 6_000);
	}

	@Test
	void aRunKeepsItInItsJournalAndItsSession() {
		Conversation conversation = conversation(64_000);
		JournalEntry kept = entry(conversation.forNextAttempt(ai("call_1", THOUGHTS)));
		ModelCalledTools read = (ModelCalledTools) JournalJson.read(List.of(JournalJson.write(kept, 2))).getFirst();
		AiMessage next = (AiMessage) ToolRound.of(List.of(read)).getFirst().shown().getFirst();
		assertThat(OpaquePart.of(next)).isEqualTo(THOUGHTS);

		loop.anthropic().next(answer("It is 42."));
		LoopFixture.Attempt resumed = loop.attempt(LoopFixture.ANTHROPIC);
		resumed.finished = List.of(entry(message("probe-1", THOUGHTS)));
		assertThat(resumed.run().messages()).contains(message("probe-1", THOUGHTS));
	}

	@Test
	void aFallbackInTheMiddleOfARunGetsNone() {
		loop.openai().next(answer("It is 42."));
		LoopFixture.Attempt resumed = loop.attempt(LoopFixture.OPENAI);
		resumed.finished = List.of(entry(message("probe-1", THOUGHTS)));
		assertThat(resumed.run().messages()).contains(message("probe-1", THOUGHTS));
		assertThat(loop.openai().requests().getLast().body().toString()).contains("probe-1").doesNotContain("Hm.");
	}

	@Test
	void whatIsTooLargeIsNotKeptButSentBackByWhoWasToldIt() {
		Conversation conversation = conversation(30);
		OpaquePart large = new OpaquePart("anthropic", "ä".repeat(16));
		assertThat(conversation.forNextAttempt(ai("call_1", large))).isEqualTo(message("call_1", null));
		conversation.add(round("call_1", large));
		assertThat(parts(conversation, ANTHROPIC, 100_000)).containsExactly(large);
		assertThat(conversation.turn("Done.")).contains(message("call_1", null));
		assertThat(dropped("next_attempt")).isOne();
		assertThat(dropped("session")).isOne();
	}

	@Test
	void aTurnKeepsAllOfItsPartsOrNone() {
		OpaquePart small = new OpaquePart("anthropic", "x".repeat(16));
		Conversation one = conversation(30);
		one.add(round("call_1", small));
		assertThat(one.turn("Done.")).contains(message("call_1", small));
		Conversation two = conversation(30);
		two.add(round("call_1", small));
		two.add(round("call_2", small));
		assertThat(two.forNextAttempt(ai("call_2", small))).isEqualTo(message("call_2", small));
		assertThat(two.turn("Done.")).contains(message("call_1", null), message("call_2", null));
	}

	@Test
	void thatOfAReplyWhoseTextWasChangedGoesBackInTheSameRunAndIsNotStored() {
		ModelReply reply = new ModelReply(ANTHROPIC, THOUGHTS.on(AiMessage.from("The key is sk-123.")), Usage.NONE,
				ModelReply.Finish.STOP);
		assertThat(OpaquePart.storedWith(reply.withText("The key is sk-123.").message())).isEqualTo(THOUGHTS);
		for (ModelReply changed : List.of(reply.withText("The key is [redacted]."),
				reply.withText("Well, The key is sk-123."))) {
			assertThat(OpaquePart.of(changed.message())).isEqualTo(THOUGHTS);
			assertThat(OpaquePart.storedWith(changed.message())).isNull();
		}
		AiMessage calls = ai("call_1", THOUGHTS).toBuilder().text("The key is sk-123.").build();
		AiMessage redacted = new ModelReply(ANTHROPIC, calls, Usage.NONE, ModelReply.Finish.TOOL_CALLS)
			.withText("The key is [redacted].")
			.message();
		Conversation conversation = conversation(64_000);
		assertThat(conversation.forNextAttempt(redacted).opaque()).isNull();
		ToolRound round = new ToolRound(0, redacted);
		round.answered(round.missing().getFirst(), result("call_1"), false);
		conversation.add(round);
		assertThat(parts(conversation, ANTHROPIC, 100_000)).containsExactly(THOUGHTS);
		assertThat(parts(conversation, OPENAI, 100_000)).containsOnlyNulls();
		assertThat(conversation.turn("Done.").toString()).contains("[redacted]").doesNotContain("Opaque[");
	}

	@Test
	void nobodyPrintsIt() {
		assertThat(THOUGHTS.on(AiMessage.from("Hi")).toString()).contains("anthropic").doesNotContain("Hm.");
	}

	private Conversation conversation(long limit, Turn... earlier) {
		return new Conversation("Be brief.", new Input(List.of(earlier), List.of(), "Go.", false),
				new OpaqueParts(new LoopProperties(2048, DataSize.ofBytes(limit)), this.meters));
	}

	private double dropped(String keptFor) {
		return this.meters.get("agent.opaque.dropped").tag("kept_for", keptFor).counter().count();
	}

	/** The parts of the model's messages in a prompt. */
	private static List<@Nullable OpaquePart> parts(Conversation conversation, ModelId model, int window) {
		return conversation.prompt(new PromptWindow(loop.bean(TokenCounter.class), model, window, List.of()))
			.messages()
			.stream()
			.filter(AiMessage.class::isInstance)
			.<@Nullable OpaquePart>map((message) -> OpaquePart.of((AiMessage) message))
			.toList();
	}

	private static ToolRound round(String call, OpaquePart part) {
		ToolRound round = new ToolRound(0, ai(call, part));
		round.answered(round.missing().getFirst(), result(call), false);
		return round;
	}

	private static AiMessage ai(String call, OpaquePart part) {
		return part.on(AiMessage
			.from(ToolExecutionRequest.builder().id(call).name("probe").arguments("{\"what\": \"a\"}").build()));
	}

	private static Message.Assistant message(String call, @Nullable OpaquePart part) {
		return new Message.Assistant(null, List.of(new Message.ToolCall(call, "probe", "{\"what\": \"a\"}")),
				(part != null) ? new Message.Opaque(part.provider(), part.json()) : null);
	}

	private static Message.ToolResult result(String call) {
		return new Message.ToolResult(call, "probe", "42", null, true);
	}

	private static ModelCalledTools entry(Message.Assistant message) {
		return new ModelCalledTools(LoopFixture.ANTHROPIC, message, Usage.NONE, Duration.ZERO, Duration.ZERO, 0, 0L,
				List.of(), false);
	}

}
