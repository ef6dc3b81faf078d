package dev.agentservice.llm;

/**
 * What the cap on completion tokens is called in a chat completion request. OpenAI's
 * reasoning models refuse the old name, most compatible servers know only that one.
 */
enum OutputCapParameter {

	/** {@code max_completion_tokens}. */
	MAX_COMPLETION_TOKENS,
	/** {@code max_tokens}. */
	MAX_TOKENS

}
