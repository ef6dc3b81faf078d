package dev.agentservice.llm.wire;

import java.util.Locale;
import java.util.Set;

import dev.agentservice.llm.http.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Why a model stopped, by the providers' words for it. The lists are closed: a word in
 * none of them is no end of an answer.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/object">OpenAI:
 * finish_reason</a>
 * @see <a href="https://docs.anthropic.com/en/api/handling-stop-reasons">Anthropic:
 * stop_reason</a>
 * @see <a href="https://ai.google.dev/api/generate-content#FinishReason">Gemini:
 * FinishReason</a>
 */
public enum Ending {

	/** Its answer is complete, or it wants tools to be called. */
	WHOLE("stop", "end_turn", "stop_sequence", "tool_calls", "tool_call", "function_call", "tool_use", "eos",
			"eos_token", "complete", "completed"),
	/** It could not continue: a cap or its window was reached. */
	CUT("length", "max_tokens", "max_output_tokens", "max_completion_tokens", "max_length", "model_length",
			"model_context_window_exceeded"),
	/** A content filter stopped it, or it refused. */
	FILTERED("content_filter", "content_filtered", "safety", "sensitive", "refusal", "recitation", "blocklist",
			"prohibited_content", "spii", "guardrail_intervened"),
	/** It wants to be called again, with its text so far. */
	PAUSED("pause_turn");

	/** The provider's own fault; it may be transient. */
	private static final Set<String> FAULTS = Set.of("error", "abort", "network_error", "insufficient_system_resource");

	@SuppressWarnings("ImmutableEnumChecker") // made by Set.of
	private final Set<String> words;

	Ending(String... words) {
		this.words = Set.of(words);
	}

	/**
	 * The meaning of a reason.
	 * @param reason the provider's word; Gemini adds a second one behind a colon
	 * @return null if it means that the answer continues
	 * @throws RefusedException if the provider failed
	 * @throws MalformedAnswerException if that word is not known
	 */
	public static @Nullable Ending of(String reason) {
		String word = word(reason);
		// KoboldCpp writes null as a text.
		if (word.isEmpty() || word.equals("null")) {
			return null;
		}
		if (FAULTS.contains(word)) {
			throw RefusedException.insideAnswer("{\"error\":{\"code\":\"" + word + "\"}}");
		}
		for (Ending ending : values()) {
			if (ending.words.contains(word)) {
				return ending;
			}
		}
		throw new MalformedAnswerException("the model stopped for a reason that is no end of an answer");
	}

	private static String word(String reason) {
		int colon = reason.indexOf(':');
		return ((colon < 0) ? reason : reason.substring(0, colon)).strip().toLowerCase(Locale.ROOT);
	}

}
