package dev.agentservice.simulator.chat;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GenerationTests {

	private static final Reply REPLY = new Reply(new Thought("What is there to count?", false), "One two three four.",
			List.of(new ToolCall("1", "clock", "{\"a\":1}"),
					new ToolCall("2", "calculator", "{\"expression\":\"1+1\"}")));

	@Test
	void chunksAddUpToTheReply() {
		Generation generation = Generation.of(REPLY, Integer.MAX_VALUE);
		assertThat(generation.reply()).isEqualTo(REPLY);
		assertThat(generation.finish()).isEqualTo(Finish.TOOL_CALLS);
	}

	@Test
	void noCapIsEverExceeded() {
		int whole = Generation.of(REPLY, Integer.MAX_VALUE).tokens();
		for (int cap = 1; cap < whole; cap++) {
			Generation generation = Generation.of(REPLY, cap);
			assertThat(generation.tokens()).isLessThanOrEqualTo(cap);
			assertThat(generation.finish()).isEqualTo(Finish.LENGTH);
		}
		assertThat(Generation.of(REPLY, whole).finish()).isEqualTo(Finish.TOOL_CALLS);
	}

}
