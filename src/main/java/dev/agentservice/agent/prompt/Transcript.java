package dev.agentservice.agent.prompt;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.llm.model.OpaquePart;
import dev.agentservice.session.Message;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * Translates between a conversation as sessions keep it and as models read it: who may
 * have written a tool's result is kept with it, and decides how it is shown.
 */
public final class Transcript {

	private Transcript() {
	}

	/** As models are shown it. */
	public static List<ChatMessage> toChat(List<Message> messages) {
		return messages.stream().map(Transcript::toChat).toList();
	}

	/** One answer, or calls of tools, with what its provider wants to have back. */
	public static AiMessage toChat(Message.Assistant assistant) {
		AiMessage message = AiMessage.builder()
			.text(assistant.text())
			.toolExecutionRequests(assistant.toolCalls().stream().map(Transcript::toRequest).toList())
			.build();
		Message.Opaque opaque = assistant.opaque();
		return (opaque != null) ? new OpaquePart(opaque.provider(), opaque.json()).on(message) : message;
	}

	/** What a tool brought; as a quotation, if a third party may have written it. */
	public static ToolExecutionResultMessage toChat(Message.ToolResult result, boolean error) {
		return ToolExecutionResultMessage.builder()
			.id(result.callId())
			.toolName(result.name())
			.text(result.holdsThirdPartyContent() ? Quotation.quoted(result.text()) : result.text())
			.isError(error)
			.build();
	}

	/** One answer, or calls of tools, with what of its provider may be stored. */
	public static Message.Assistant toSession(AiMessage model) {
		OpaquePart part = OpaquePart.storedWith(model);
		return new Message.Assistant(model.text(),
				model.toolExecutionRequests().stream().map(Transcript::toCall).toList(),
				(part != null) ? new Message.Opaque(part.provider(), part.json()) : null);
	}

	/**
	 * Cuts a conversation before each message of the user, so that what belongs together
	 * stays together.
	 */
	public static List<List<Message>> exchanges(List<Message> messages) {
		List<List<Message>> exchanges = new ArrayList<>();
		for (Message message : messages) {
			if (exchanges.isEmpty() || message instanceof Message.User) {
				exchanges.add(new ArrayList<>());
			}
			exchanges.getLast().add(message);
		}
		return exchanges;
	}

	private static ChatMessage toChat(Message message) {
		return switch (message) {
			case Message.User user -> UserMessage.from(user.text());
			case Message.Assistant assistant -> toChat(assistant);
			case Message.ToolResult result -> toChat(result, false);
		};
	}

	private static ToolExecutionRequest toRequest(Message.ToolCall call) {
		return ToolExecutionRequest.builder().id(call.id()).name(call.name()).arguments(call.arguments()).build();
	}

	private static Message.ToolCall toCall(ToolExecutionRequest call) {
		return new Message.ToolCall(call.id(), call.name(), call.arguments());
	}

}
