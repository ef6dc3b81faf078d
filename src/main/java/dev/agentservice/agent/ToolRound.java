package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalJson;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.prompt.Transcript;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.UnreadableStateException;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;

/**
 * The tool calls of one model reply, and what is known of their results.
 */
final class ToolRound {

	private final AiMessage message;

	private final List<Call> calls;

	ToolRound(AiMessage message) {
		this.message = message;
		this.calls = new ArrayList<>(message.toolExecutionRequests().stream().map(Call::open).toList());
	}

	/**
	 * The rounds that earlier attempts of a run began. Only the last of them can miss
	 * results.
	 * @throws UnreadableStateException if the entries do not make up such rounds
	 */
	static List<ToolRound> of(List<JournalEntry> finished) {
		List<ToolRound> rounds = new ArrayList<>();
		for (JournalEntry entry : finished) {
			switch (entry) {
				case ModelCalledTools reply -> {
					demand(rounds.isEmpty() || rounds.getLast().missing().isEmpty());
					rounds.add(new ToolRound(Transcript.toChat(reply.message())));
				}
				case ToolAnswered answer -> {
					demand(!rounds.isEmpty());
					rounds.getLast().answered(answer.result(), !Step.OK.equals(answer.outcome()));
				}
			}
		}
		return rounds;
	}

	/** Puts a result beside its call. */
	void answered(Message.ToolResult result, boolean error) {
		for (int i = 0; i < this.calls.size(); i++) {
			Call call = this.calls.get(i);
			// A model may give two calls the same id.
			if (call.results().isEmpty() && call.request().id().equals(result.callId())) {
				this.calls.set(i, new Call(call.request(), List.of(new Result(result, error))));
				return;
			}
		}
		throw JournalJson.damaged();
	}

	/** The calls that have no result yet. */
	List<ToolExecutionRequest> missing() {
		return this.calls.stream().filter((call) -> call.results().isEmpty()).map(Call::request).toList();
	}

	/** The model's message, and the results in the order of the calls. */
	List<Message> kept() {
		return Stream.<Message>concat(Stream.of(Transcript.toSession(this.message)), results().map(Result::kept))
			.toList();
	}

	/** The same as a model gets to see it. */
	List<ChatMessage> shown() {
		return Stream.<ChatMessage>concat(Stream.of(this.message), results().map(Result::shown)).toList();
	}

	private Stream<Result> results() {
		return this.calls.stream().flatMap((call) -> call.results().stream());
	}

	private static void demand(boolean whole) {
		if (!whole) {
			throw JournalJson.damaged();
		}
	}

	/** A call with its result, if there is one. */
	private record Call(ToolExecutionRequest request, List<Result> results) {

		static Call open(ToolExecutionRequest request) {
			return new Call(request, List.of());
		}

	}

	/** How a call ended. */
	private record Result(Message.ToolResult kept, boolean error) {

		ChatMessage shown() {
			return Transcript.toChat(this.kept, this.error);
		}

	}

}
