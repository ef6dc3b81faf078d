package dev.agentservice.agent.prompt;

import java.util.ArrayList;
import java.util.List;

import dev.agentservice.llm.model.OpaquePart;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;

/**
 * A conversation as far as it fits one model's window, and the remainder of the budgets.
 * Turns leave whole and oldest first, those of the session before those the client sent
 * along, so a tool call is never parted from its result; the task and the instructions
 * never leave. Every message is counted once. What a provider said for itself alone stays
 * with its message, and leaves with it, where the model is one of that provider.
 */
public final class FittedPrompt {

	private final PromptWindow window;

	private final SystemMessage instructions;

	private final PastTurns past = new PastTurns();

	private final List<ChatMessage> current = new ArrayList<>();

	private int fixedCost;

	private boolean trimmed;

	/**
	 * Creates the prompt of a run that has done nothing yet.
	 * @param past the conversation before this run, exchange by exchange
	 */
	public FittedPrompt(PromptWindow window, SystemMessage instructions, List<List<ChatMessage>> past) {
		this.window = window;
		this.instructions = instructions;
		this.fixedCost = window.costOfTools() + window.cost(List.of(instructions));
		past.forEach(this::remember);
	}

	private void remember(List<ChatMessage> past) {
		List<ChatMessage> messages = past.stream().map(this::forThisModel).toList();
		this.past.add(messages, this.window.cost(messages));
	}

	/**
	 * Makes room for the run's own messages.
	 * @param messages all of them, those that were here before first
	 * @throws PromptTooLongException if there is none
	 */
	public void fit(List<ChatMessage> messages) {
		messages.subList(this.current.size(), messages.size()).stream().map(this::forThisModel).forEach((message) -> {
			this.current.add(message);
			this.fixedCost += this.window.cost(List.of(message));
		});
		while (this.fixedCost + this.past.cost() > this.window.size()) {
			if (this.past.isEmpty()) {
				throw new PromptTooLongException(this.window.model(), this.fixedCost, this.window.size());
			}
			dropOldest();
		}
	}

	/**
	 * Lets turns go that cannot be paid for. What is dearer even without any is for the
	 * budget to refuse.
	 * @param affordable the tokens that a prompt may be charged for
	 * @return whether there was any to let go
	 */
	public boolean afford(long affordable) {
		if (this.past.isEmpty() || this.window.surelyWithin(affordable, messages())) {
			return false;
		}
		int before = this.past.count();
		long bound = this.window.bound(messages());
		while (bound > affordable && !this.past.isEmpty()) {
			bound -= this.window.boundOf(dropOldest());
		}
		return this.past.count() < before;
	}

	private List<ChatMessage> dropOldest() {
		this.trimmed = true;
		return this.past.dropOldest();
	}

	/** What another provider said for itself alone is not for this one. */
	private ChatMessage forThisModel(ChatMessage message) {
		if (message instanceof AiMessage ai) {
			OpaquePart part = OpaquePart.of(ai);
			return (part == null || part.isOf(this.window.model().provider())) ? ai : OpaquePart.without(ai);
		}
		return message;
	}

	/** The messages, instructions first. */
	public List<ChatMessage> messages() {
		List<ChatMessage> messages = new ArrayList<>();
		messages.add(this.instructions);
		messages.addAll(this.past.messages());
		messages.addAll(this.current);
		return messages;
	}

	/** Whether turns had to go. */
	public boolean isTrimmed() {
		return this.trimmed;
	}

}
