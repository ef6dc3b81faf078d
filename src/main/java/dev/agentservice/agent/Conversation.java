package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

import dev.agentservice.agent.prompt.FittedPrompt;
import dev.agentservice.agent.prompt.PromptWindow;
import dev.agentservice.agent.prompt.Quotation;
import dev.agentservice.agent.prompt.Transcript;
import dev.agentservice.llm.ModelId;
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

	private final List<List<ChatMessage>> past = new ArrayList<>();

	private final List<ChatMessage> current = new ArrayList<>();

	/** The same as models get to see them. */
	private final List<ChatMessage> shown = new ArrayList<>();

	private final Predicate<String> ofStrangers;

	private final Map<ModelId, FittedPrompt> prompts = new HashMap<>();

	/**
	 * A conversation that begins.
	 * @param instructions the first message of each prompt
	 * @param input what came before, and the task
	 * @param ofStrangers whether results of the tool of that name are shown as quotations
	 */
	Conversation(String instructions, RunRequest.Input input, Predicate<String> ofStrangers) {
		this.instructions = SystemMessage.from(instructions);
		this.ofStrangers = ofStrangers;
		input.history().forEach((turn) -> this.past.add(shown(Transcript.toChat(turn.messages()))));
		Transcript.exchanges(input.clientHistory())
			.forEach((exchange) -> this.past.add(shown(Transcript.toChat(exchange))));
		add(List.of(UserMessage.from(input.task())));
	}

	/** Adds the model's tool calls and what they brought. */
	void add(ToolRound round) {
		add(round.messages());
	}

	private void add(List<ChatMessage> messages) {
		this.current.addAll(messages);
		this.shown.addAll(shown(messages));
	}

	private List<ChatMessage> shown(List<ChatMessage> messages) {
		return messages.stream().map((message) -> Quotation.shown(message, this.ofStrangers)).toList();
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

	/** This run's messages with its answer, as the session keeps them. */
	List<Message> turn(String answer) {
		List<ChatMessage> turn = new ArrayList<>(this.current);
		turn.add(AiMessage.from(answer));
		return Transcript.toSession(turn);
	}

}
