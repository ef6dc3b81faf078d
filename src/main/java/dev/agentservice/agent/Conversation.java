package dev.agentservice.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import dev.agentservice.session.Message;
import dev.agentservice.support.ProblemCode;
import dev.agentservice.support.ProblemException;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * The prompt of a run: instructions, earlier turns as far as they fit the model's window,
 * and this run's own messages. Turns leave whole and oldest first, those of the session
 * before those the client sent along, so a tool call is never parted from its result; the
 * task and the instructions never leave.
 */
final class Conversation {

	private final PromptWindow window;

	private final SystemMessage instructions;

	private final Deque<PastTurn> past = new ArrayDeque<>();

	private final List<ChatMessage> current = new ArrayList<>();

	private int fixedCost;

	private int pastCost;

	Conversation(String instructions, RunRequest.Input input, PromptWindow window) {
		this.window = window;
		this.instructions = SystemMessage.from(instructions);
		this.fixedCost = window.costOfTools() + window.cost(List.of(this.instructions));
		input.history().forEach((turn) -> remember(Transcript.toChat(turn.messages())));
		Transcript.exchanges(input.clientHistory()).forEach((exchange) -> remember(Transcript.toChat(exchange)));
		append(UserMessage.from(input.task()));
	}

	/** Adds the model's tool calls and what they brought. */
	void add(ToolRound round) {
		round.messages().forEach(this::append);
	}

	/**
	 * The prompt of the next model call.
	 * @param progress is told when turns had to go
	 * @return the messages, instructions first
	 * @throws ProblemException {@code input_too_large} if it does not fit without any
	 * turn
	 */
	List<ChatMessage> prompt(Progress progress) {
		while (this.fixedCost + this.pastCost > this.window.size()) {
			PastTurn oldest = this.past.pollFirst();
			if (oldest == null) {
				throw new ProblemException(ProblemCode.INPUT_TOO_LARGE,
						"The task needs about %d tokens with its instructions and tool results, the model takes %d. Shorten it."
							.formatted(this.fixedCost, this.window.size()));
			}
			this.pastCost -= oldest.cost();
			progress.note(Notice.HISTORY_TRIMMED);
		}
		List<ChatMessage> prompt = new ArrayList<>();
		prompt.add(this.instructions);
		this.past.forEach((turn) -> prompt.addAll(turn.messages()));
		prompt.addAll(this.current);
		return prompt;
	}

	/** This run's messages with its answer, as the session keeps them. */
	List<Message> turn(String answer) {
		List<ChatMessage> turn = new ArrayList<>(this.current);
		turn.add(AiMessage.from(answer));
		return Transcript.toSession(turn);
	}

	private void remember(List<ChatMessage> messages) {
		PastTurn turn = new PastTurn(messages, this.window.cost(messages));
		this.past.addLast(turn);
		this.pastCost += turn.cost();
	}

	private void append(ChatMessage message) {
		this.current.add(message);
		this.fixedCost += this.window.cost(List.of(message));
	}

	private record PastTurn(List<ChatMessage> messages, int cost) {
	}

}
