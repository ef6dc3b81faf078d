package dev.agentservice.llm;

import java.util.Locale;

/**
 * What the cap on completion tokens is called in a chat completion request. OpenAI's
 * reasoning models refuse the old name, most compatible servers know only that one.
 */
enum OutputCapParameter {

	/** {@code max_completion_tokens}. */
	MAX_COMPLETION_TOKENS,
	/** {@code max_tokens}. */
	MAX_TOKENS;

	/** Its name on the wire. */
	String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The other name. */
	OutputCapParameter other() {
		return (this == MAX_TOKENS) ? MAX_COMPLETION_TOKENS : MAX_TOKENS;
	}

}
