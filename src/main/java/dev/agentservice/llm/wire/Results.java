package dev.agentservice.llm.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import org.jspecify.annotations.Nullable;

/**
 * The results of one model message's calls: all up to the next message of a model. A
 * model may give two calls the same id; then the results are in the order of the calls.
 */
final class Results {

	private static final Result NONE = new Result("No result: the call was not finished.", true);

	private final List<ToolExecutionResultMessage> left = new ArrayList<>();

	Results(List<ChatMessage> messages, int from) {
		for (int i = from; i < messages.size() && !(messages.get(i) instanceof AiMessage); i++) {
			if (messages.get(i) instanceof ToolExecutionResultMessage result) {
				this.left.add(result);
			}
		}
	}

	/** Takes the next result of a call. */
	Result of(@Nullable String id) {
		for (ToolExecutionResultMessage result : this.left) {
			if (result.id() != null && result.id().equals(id)) {
				this.left.remove(result);
				return new Result(text(result), Boolean.TRUE.equals(result.isError()));
			}
		}
		return NONE;
	}

	private static String text(ToolExecutionResultMessage result) {
		return result.contents().stream().map((content) -> {
			if (content instanceof TextContent text) {
				return text.text();
			}
			throw new IllegalArgumentException("no text: " + content.type());
		}).collect(Collectors.joining("\n"));
	}

	/**
	 * The result of a call.
	 *
	 * @param text the text for the model
	 * @param error whether the call failed
	 */
	record Result(String text, boolean error) {
	}

}
