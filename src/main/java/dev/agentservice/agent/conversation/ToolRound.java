package dev.agentservice.agent.conversation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.agentservice.agent.journal.JournalEntry;
import dev.agentservice.agent.journal.JournalEntry.ModelCalledTools;
import dev.agentservice.agent.journal.JournalEntry.RemoteEnded;
import dev.agentservice.agent.journal.JournalEntry.RemoteStarted;
import dev.agentservice.agent.journal.JournalEntry.ToolAnswered;
import dev.agentservice.agent.journal.JournalEntry.ToolIntended;
import dev.agentservice.agent.journal.JournalJson;
import dev.agentservice.agent.journal.Step;
import dev.agentservice.agent.prompt.Transcript;
import dev.agentservice.session.Message;
import dev.agentservice.support.json.UnreadableStateException;
import dev.agentservice.tool.RequestedCall;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;

/**
 * The tool calls of one model reply, and what is known of their results.
 */
public final class ToolRound {

	private final AiMessage message;

	private final List<RoundCall> calls = new ArrayList<>();

	/**
	 * A round in which no call has ended.
	 * @param number how many rounds came before it in the run
	 * @param message the model's reply
	 */
	public ToolRound(int number, AiMessage message) {
		this.message = message;
		for (ToolExecutionRequest request : message.toolExecutionRequests()) {
			this.calls.add(new RoundCall(new RequestedCall(number, this.calls.size(), request, null), List.of()));
		}
	}

	/**
	 * The rounds that earlier attempts of a run began. Only the last of them can miss
	 * results.
	 * @throws UnreadableStateException if the entries do not make up such rounds
	 */
	public static List<ToolRound> of(List<JournalEntry> finished) {
		List<ToolRound> rounds = new ArrayList<>();
		for (JournalEntry entry : finished) {
			switch (entry) {
				case ModelCalledTools reply -> {
					demand(rounds.isEmpty() || rounds.getLast().missing().isEmpty());
					rounds.add(new ToolRound(rounds.size(), Transcript.toChat(reply.message())));
				}
				case RemoteStarted _, RemoteEnded _ -> {
					// No call belongs to it yet.
				}
				case ToolIntended intent -> {
					demand(!rounds.isEmpty());
					rounds.getLast().intended(intent);
				}
				case ToolAnswered answer -> {
					demand(!rounds.isEmpty());
					rounds.getLast().answered(answer);
				}
			}
		}
		return rounds;
	}

	private void intended(ToolIntended intent) {
		int place = place((call) -> call.request().id().equals(intent.call()));
		this.calls.set(place, new RoundCall(this.calls.get(place).request().intended(intent.tool()), List.of()));
	}

	/** Of an entry without a call: models may give two calls the same id. */
	private void answered(ToolAnswered answer) {
		int place = place((call) -> (answer.call() != null) ? call.request().id().equals(answer.call())
				: call.request().request().id().equals(answer.result().callId()));
		answered(place, new RoundCall.Result(answer.result(), !Step.OK.equals(answer.outcome())));
	}

	/** Puts a result beside its call. */
	public void answered(RequestedCall of, Message.ToolResult result, boolean error) {
		answered(place((call) -> call.request().id().equals(of.id())), new RoundCall.Result(result, error));
	}

	private void answered(int place, RoundCall.Result result) {
		this.calls.set(place, new RoundCall(this.calls.get(place).request(), List.of(result)));
	}

	/** Where the first such call is that has no result. */
	private int place(Predicate<RoundCall> wanted) {
		return IntStream.range(0, this.calls.size())
			.filter((i) -> this.calls.get(i).results().isEmpty() && wanted.test(this.calls.get(i)))
			.findFirst()
			.orElseThrow(JournalJson::damaged);
	}

	/** The calls that have no result yet. */
	public List<RequestedCall> missing() {
		return this.calls.stream().filter((call) -> call.results().isEmpty()).map(RoundCall::request).toList();
	}

	/** The model's message, and the results in the order of the calls. */
	public List<Message> kept() {
		return Stream
			.<Message>concat(Stream.of(Transcript.toSession(this.message)), results().map(RoundCall.Result::kept))
			.toList();
	}

	/** The same as a model gets to see it. */
	public List<ChatMessage> shown() {
		return Stream.<ChatMessage>concat(Stream.of(this.message), results().map(RoundCall.Result::shown)).toList();
	}

	private Stream<RoundCall.Result> results() {
		return this.calls.stream().flatMap((call) -> call.results().stream());
	}

	private static void demand(boolean whole) {
		if (!whole) {
			throw JournalJson.damaged();
		}
	}

}
