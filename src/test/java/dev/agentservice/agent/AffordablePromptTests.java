package dev.agentservice.agent;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.agentservice.agent.RunRequest.Input;
import dev.agentservice.agent.conversation.LoopProperties;
import dev.agentservice.agent.conversation.OpaqueParts;
import dev.agentservice.agent.prompt.FittedPrompt;
import dev.agentservice.agent.prompt.PromptWindow;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.token.TokenCounter;
import dev.agentservice.session.Message;
import dev.agentservice.session.Turn;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/** A conversation is cut to what can be paid, counted as money is. */
class AffordablePromptTests {

	private static final List<ToolSpecification> TOOLS = List
		.of(ToolSpecification.builder().name("probe").description("Looks something up.").build());

	@RegisterExtension
	static final LoopFixture loop = LoopFixture.shared();

	private final TokenCounter tokens = loop.bean(TokenCounter.class);

	@ParameterizedTest
	@ValueSource(strings = { LoopFixture.ANTHROPIC, LoopFixture.OPENAI })
	void turnsLeaveOldestFirstUntilTheRestCanBePaid(String model) {
		ModelId id = ModelId.parse(model);
		FittedPrompt prompt = prompt(id);
		long whole = bound(id, prompt);
		assertThat(prompt.afford(whole)).isFalse();
		assertThat(prompt.isTrimmed()).isFalse();
		assertThat(prompt.messages()).hasSize(1 + 2 * 5 + 1);
		assertThat(prompt.afford(whole - 1)).isTrue();
		assertThat(prompt.isTrimmed()).isTrue();
		assertThat(prompt.messages()).hasSize(1 + 2 * 4 + 1);
		assertThat(prompt.messages().get(1).toString()).contains("Turn 2.");
		long four = bound(id, prompt);
		assertThat(prompt.afford(four)).isFalse();
		assertThat(prompt.afford(four - (whole - four) - 1)).isTrue();
		assertThat(prompt.messages()).hasSize(1 + 2 * 2 + 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { LoopFixture.ANTHROPIC, LoopFixture.OPENAI })
	void theTaskAndTheInstructionsNeverLeave(String model) {
		FittedPrompt prompt = prompt(ModelId.parse(model));
		assertThat(prompt.afford(0)).isTrue();
		assertThat(prompt.messages()).hasSize(2);
		assertThat(prompt.afford(0)).isFalse();
	}

	/** Five turns of the same length, and a task. */
	private FittedPrompt prompt(ModelId model) {
		List<Turn> turns = IntStream.rangeClosed(1, 5)
			.mapToObj((i) -> new Turn("run_" + i, Instant.EPOCH,
					List.of(new Message.User("Turn " + i + ". All work and no play makes Jack a dull boy.".repeat(20)),
							new Message.Assistant("Right.", List.of())),
					false))
			.toList();
		return new Conversation("Be brief.", new Input(turns, List.of(), "Hi", false),
				new OpaqueParts(new LoopProperties(2048, DataSize.ofKilobytes(64)), new SimpleMeterRegistry()))
			.prompt(new PromptWindow(this.tokens, model, 100_000, TOOLS));
	}

	private long bound(ModelId model, FittedPrompt prompt) {
		return this.tokens.upperBound(model, prompt.messages(), TOOLS);
	}

}
