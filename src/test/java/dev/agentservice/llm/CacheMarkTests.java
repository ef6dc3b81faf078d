package dev.agentservice.llm;

import java.util.List;
import java.util.stream.IntStream;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CacheMarkTests {

	private static final SystemMessage INSTRUCTIONS = SystemMessage.from("Be kind.");

	@Test
	void theLastAnswerBeforeTheTaskIsMarked() {
		List<ChatMessage> messages = List.of(INSTRUCTIONS, UserMessage.from("one"), AiMessage.from("first"),
				UserMessage.from("two"), AiMessage.from("second"), UserMessage.from("task"));
		assertThat(marked(messages)).containsExactly(4);
	}

	@Test
	void toolCallsOfThisRunDoNotMoveTheMark() {
		ToolExecutionRequest call = ToolExecutionRequest.builder().id("1").name("clock").arguments("{}").build();
		List<ChatMessage> messages = List.of(INSTRUCTIONS, UserMessage.from("one"), AiMessage.from("first"),
				UserMessage.from("task"), AiMessage.from(call), ToolExecutionResultMessage.from(call, "noon"));
		assertThat(marked(messages)).containsExactly(2);
	}

	@Test
	void aFirstTurnHasNothingToMark() {
		assertThat(marked(List.of(INSTRUCTIONS, UserMessage.from("task")))).isEmpty();
	}

	@Test
	void textsStayAsTheyAre() {
		List<ChatMessage> messages = List.of(INSTRUCTIONS, UserMessage.from("one"), AiMessage.from("first"),
				UserMessage.from("task"));
		assertThat(((AiMessage) CacheMark.onOlderTurns(messages).get(2)).text()).isEqualTo("first");
	}

	private static List<Integer> marked(List<ChatMessage> messages) {
		List<ChatMessage> marked = CacheMark.onOlderTurns(messages);
		return IntStream.range(0, marked.size())
			.filter((i) -> marked.get(i) instanceof AiMessage answer
					&& answer.attributes().containsKey("cache_control"))
			.boxed()
			.toList();
	}

}
