package dev.agentservice.llm.settings;

import java.util.Locale;

/**
 * The name of the cap on completion tokens in a chat completion request. OpenAI's
 * reasoning models refuse the old name, most compatible servers know only that one.
 */
public enum OutputCapParameter {

	/** {@code max_completion_tokens}. */
	MAX_COMPLETION_TOKENS,
	/** {@code max_tokens}. */
	MAX_TOKENS;

	/** Its name on the wire. */
	public String wireName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The other name. */
	public OutputCapParameter other() {
		return (this == MAX_TOKENS) ? MAX_COMPLETION_TOKENS : MAX_TOKENS;
	}

}
