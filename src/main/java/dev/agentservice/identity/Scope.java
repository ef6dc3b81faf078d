package dev.agentservice.identity;

import java.util.Locale;

/**
 * What a credential may be used for.
 */
public enum Scope {

	/** Start and follow runs, read own sessions. */
	AGENT,
	/** Write and search knowledge collections. */
	KNOWLEDGE,
	/** Operate the service: flags, budgets, audit. */
	OPS,
	/** Export and erase any user's data in the tenant. */
	PRIVACY;

	/** The Spring Security authority that stands for this scope. */
	public String authority() {
		return "SCOPE_" + name().toLowerCase(Locale.ROOT);
	}

}
