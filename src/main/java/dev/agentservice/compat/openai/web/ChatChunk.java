package dev.agentservice.compat.openai.web;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.agentservice.compat.openai.web.ChatCompletion.TokenCounts;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a streamed answer.
 *
 * @param id the same in all pieces
 * @param object always {@code chat.completion.chunk}
 * @param created the same in all pieces
 * @param model the agent, or the model that began to answer
 * @param choices what is new; none in the piece with the usage
 * @param usage the tokens, in the last piece alone and only if asked for
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/streaming">OpenAI's
 * reference</a>
 */
record ChatChunk(String id, String object, long created, String model, List<Choice> choices,
		@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable TokenCounts usage) {

	private static ChatChunk of(String runId, String model, List<Choice> choices, @Nullable TokenCounts usage) {
		return new ChatChunk(ChatCompletion.id(runId), "chat.completion.chunk", ChatCompletion.created(runId), model,
				choices, usage);
	}

	/** The first: who speaks. */
	static ChatChunk role(String runId, String model) {
		return of(runId, model, List.of(new Choice(0, new Delta("assistant", ""), null, null)), null);
	}

	/** The next piece of text. */
	static ChatChunk text(String runId, String model, String text) {
		return of(runId, model, List.of(new Choice(0, new Delta(null, text), null, null)), null);
	}

	/** The end of the text. */
	static ChatChunk finish(String runId, String model, String reason) {
		return of(runId, model, List.of(new Choice(0, new Delta(null, null), null, reason)), null);
	}

	/** What it took. */
	static ChatChunk usage(String runId, String model, TokenCounts usage) {
		return of(runId, model, List.of(), usage);
	}

	/**
	 * What is new.
	 *
	 * @param index always 0
	 * @param delta the piece
	 * @param logprobs always null
	 * @param finishReason null until the end
	 */
	record Choice(int index, Delta delta, @Nullable Object logprobs, @Nullable String finishReason) {

	}

	/**
	 * The piece.
	 *
	 * @param role who speaks, in the first piece
	 * @param content the text
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Delta(@Nullable String role, @Nullable String content) {

	}

}
