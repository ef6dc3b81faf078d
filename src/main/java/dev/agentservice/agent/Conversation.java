package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.agentservice.agent.conversation.OpaqueParts;
import dev.agentservice.agent.conversation.ToolRound;
import dev.agentservice.agent.prompt.FittedPrompt;
import dev.agentservice.agent.prompt.PromptWindow;
import dev.agentservice.agent.prompt.Transcript;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.session.Message;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;

/**
 * What the prompts of a run are made of: instructions, earlier turns, and this run's own
 * messages. How much of it a model gets is a matter of its window.
 */
final class Conversation {

	private final SystemMessage instructions;

	private final OpaqueParts parts;

	private final List<List<ChatMessage>> past = new ArrayList<>();

	/** As the session keeps them. */
	private final List<Message> current = new ArrayList<>();

	/** The same as models get to see them. */
	private final List<ChatMessage> shown = new ArrayList<>();

	private final Map<ModelId, FittedPrompt> prompts = new HashMap<>();

	/**
	 * A conversation that begins.
	 * @param instructions the first message of each prompt
	 * @param input what came before, and the task
	 * @param parts how much is kept of what belongs to providers alone
	 */
	Conversation(String instructions, RunRequest.Input input, OpaqueParts parts) {
		this.instructions = SystemMessage.from(instructions);
		this.parts = parts;
		input.history().forEach((turn) -> this.past.add(Transcript.toChat(turn.messages())));
		Transcript.exchanges(input.clientHistory()).forEach((exchange) -> this.past.add(Transcript.toChat(exchange)));
		this.current.add(new Message.User(input.task()));
		this.shown.add(UserMessage.from(input.task()));
	}

	/** Shows passages before the task; the session does not keep them. */
	void show(String passages, String task) {
		this.shown.set(0, UserMessage.from(passages + "\n\n" + task));
	}

	/** Adds the model's tool calls and what they brought. */
	void add(ToolRound round) {
		this.current.addAll(round.kept());
		this.shown.addAll(round.shown());
	}

	/**
	 * The next prompt of a model.
	 * @throws PromptTooLongException if it does not fit without any earlier turn
	 */
	FittedPrompt prompt(PromptWindow window) {
		FittedPrompt prompt = this.prompts.computeIfAbsent(window.model(),
				(_) -> new FittedPrompt(window, this.instructions, this.past));
		prompt.fit(this.shown);
		return prompt;
	}

	/** A reply as the run's next attempt gets it. */
	Message.Assistant forNextAttempt(AiMessage reply) {
		return this.parts.forNextAttempt(Transcript.toSession(reply));
	}

	/** This run's messages with its answer, as the session keeps them. */
	List<Message> turn(String answer) {
		List<Message> turn = new ArrayList<>(this.current);
		turn.add(new Message.Assistant(answer, List.of()));
		return this.parts.forSession(turn);
	}

}
