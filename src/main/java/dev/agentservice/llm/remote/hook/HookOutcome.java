package dev.agentservice.llm.remote.hook;

import java.util.Locale;

/** What becomes of a provider's hook. */
enum HookOutcome {

	/** Every replica was told what it is about. */
	ACCEPTED,
	/** It had come before. */
	REPEATED,
	/** It is about nothing that a run waits for. */
	IGNORED,
	/** Its signature is missing, wrong or too old. */
	UNAUTHENTICATED,
	/** It is too large or too slow, or signed and no event. */
	MALFORMED,
	/** More come than are read. */
	LIMITED,
	/** Redis is unavailable. */
	UNAVAILABLE;

	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
