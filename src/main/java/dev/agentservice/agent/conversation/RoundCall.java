package dev.agentservice.agent.conversation;

import java.util.List;

import dev.agentservice.agent.prompt.Transcript;
import dev.agentservice.session.Message;
import dev.agentservice.tool.RequestedCall;
import dev.langchain4j.data.message.ChatMessage;

/**
 * A tool call with its result, if there is one.
 */
record RoundCall(RequestedCall request, List<Result> results) {

	/** How a call ended. */
	record Result(Message.ToolResult kept, boolean error) {

		ChatMessage shown() {
			return Transcript.toChat(this.kept, this.error);
		}

	}

}
