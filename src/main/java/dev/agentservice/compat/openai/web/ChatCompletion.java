package dev.agentservice.compat.openai.web;

import java.util.List;

import dev.agentservice.run.outcome.RunAnswer;
import dev.agentservice.support.Ulid;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer.
 *
 * @param id made of the run's
 * @param object always {@code chat.completion}
 * @param created when the run was, in seconds
 * @param model the agent, or the model that answered
 * @param choices the answer; always one
 * @param usage the tokens of all model calls of the run
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">OpenAI's
 * reference</a>
 */
@Schema(name = "ChatCompletion")
record ChatCompletion(@Schema(example = "chatcmpl-01M838DWTC55J56BHF7KJFK35W") String id,
		@Schema(example = "chat.completion") String object, @Schema(example = "1795405837") long created,
		@Schema(example = "assistant") String model, List<Choice> choices, TokenCounts usage) {

	private static final String RUN = "run_";

	static ChatCompletion of(RunAnswer answer, String model) {
		Choice choice = new Choice(0, new Message("assistant", answer.answer(), null), null, finishReason(answer));
		return new ChatCompletion(id(answer.runId()), "chat.completion", created(answer.runId()), model,
				List.of(choice), TokenCounts.of(answer.usage()));
	}

	static String id(String runId) {
		return "chatcmpl-" + runId.substring(RUN.length());
	}

	/** A run that is told again has the same time again. */
	static long created(String runId) {
		return Ulid.instantOf(runId.substring(RUN.length())).getEpochSecond();
	}

	static String finishReason(RunAnswer answer) {
		return answer.notices().contains("answer_truncated") ? "length" : "stop";
	}

	/**
	 * The answer.
	 *
	 * @param index always 0
	 * @param message what the agent said
	 * @param logprobs always null
	 * @param finishReason {@code stop}, or {@code length} if the answer was cut
	 */
	@Schema(name = "ChatChoice")
	record Choice(@Schema(example = "0") int index, Message message, @Nullable Object logprobs,
			@Schema(example = "stop") String finishReason) {

	}

	/**
	 * What the agent said.
	 *
	 * @param role always {@code assistant}
	 * @param content the text
	 * @param refusal always null: what is refused is an error
	 */
	@Schema(name = "ChatMessage")
	record Message(@Schema(example = "assistant") String role, @Schema(example = "402.5") String content,
			@Nullable String refusal) {

	}

	/**
	 * Tokens.
	 *
	 * @param promptTokens read by models, those from a cache included
	 * @param completionTokens written by models
	 * @param totalTokens both
	 * @param promptTokensDetails of {@code promptTokens}
	 */
	@Schema(name = "ChatUsage")
	record TokenCounts(@Schema(example = "2199") long promptTokens, @Schema(example = "164") long completionTokens,
			@Schema(example = "2363") long totalTokens, PromptTokens promptTokensDetails) {

		static TokenCounts of(RunAnswer.Tokens tokens) {
			return new TokenCounts(tokens.inputTokens(), tokens.outputTokens(),
					tokens.inputTokens() + tokens.outputTokens(), new PromptTokens(tokens.cachedInputTokens()));
		}

	}

	/**
	 * Which prompt tokens were cheap.
	 *
	 * @param cachedTokens read from a provider's cache
	 */
	@Schema(name = "ChatPromptTokens")
	record PromptTokens(@Schema(example = "0") long cachedTokens) {

	}

}
