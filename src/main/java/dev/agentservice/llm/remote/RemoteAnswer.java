package dev.agentservice.llm.remote;

import java.time.Duration;
import java.util.List;

import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;

/**
 * The provider's record of a part of a loop that has ended.
 *
 * @param status how it ended
 * @param message its text, the calls of our tools, and what the provider wants to have
 * back
 * @param hosted the calls of hosted tools
 * @param usage the tokens, all rounds together; null if the provider does not report them
 * @param work how much work it was, beside tokens
 * @param finish why the model stopped; of no meaning unless it has answered
 * @param error the provider's error document if it failed, otherwise empty
 * @param cited the pages that its text cites
 */
public record RemoteAnswer(Status status, AiMessage message, List<HostedCall> hosted, @Nullable Usage usage, Work work,
		Finish finish, String error, List<Page> cited) {

	public RemoteAnswer {
		hosted = List.copyOf(hosted);
		cited = List.copyOf(cited);
	}

	/** The size of its text and of the calls of our tools, in characters. */
	public long length() {
		return length(this.message.text()) + this.message.toolExecutionRequests()
			.stream()
			.mapToLong((call) -> 1L + length(call.name()) + length(call.arguments()))
			.sum();
	}

	private static long length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

	/**
	 * A page of the web.
	 *
	 * @param url its address, as the provider gives it
	 * @param title its title; may be empty
	 */
	public record Page(String url, String title) {

	}

	/**
	 * Work of a provider.
	 *
	 * @param rounds how often a model was asked; 0 if that is not said
	 * @param time how long it was at work; zero if that is not charged
	 * @param held how many tokens the provider's conversation has since; 0 if that is not
	 * said
	 */
	public record Work(int rounds, Duration time, long held) {

		/** Nothing is said of it. */
		public static final Work UNSAID = new Work(0, Duration.ZERO, 0);

	}

	/** How a part of a loop ends. */
	public enum Status {

		/** It has an answer, perhaps a cut one, or wants tools to be called. */
		ANSWERED,
		/** The provider could not do it. */
		FAILED,
		/** It was stopped. */
		CANCELLED

	}

}
