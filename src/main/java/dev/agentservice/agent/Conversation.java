package dev.agentservice.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

	private final Map<ModelId, FittedPrompt> prompts = new HashMap<>();

	Conversation(String instructions, RunRequest.Input input) {
		this.instructions = SystemMessage.from(instructions);
		input.history().forEach((turn) -> this.past.add(Transcript.toChat(turn.messages())));
		Transcript.exchanges(input.clientHistory()).forEach((exchange) -> this.past.add(Transcript.toChat(exchange)));
		this.current.add(UserMessage.from(input.task()));
	}

	/** Adds the model's tool calls and what they brought. */
	void add(ToolRound round) {
		this.current.addAll(round.messages());
	}

	/**
	 * The next prompt of a model.
	 * @throws PromptTooLongException if it does not fit without any earlier turn
	 */
	FittedPrompt prompt(PromptWindow window) {
		FittedPrompt prompt = this.prompts.computeIfAbsent(window.model(),
				(_) -> new FittedPrompt(window, this.instructions, this.past));
		prompt.fit(this.current);
		return prompt;
	}

	/** This run's messages with its answer, as the session keeps them. */
	List<Message> turn(String answer) {
		List<ChatMessage> turn = new ArrayList<>(this.current);
		turn.add(AiMessage.from(answer));
		return Transcript.toSession(turn);
	}

}
