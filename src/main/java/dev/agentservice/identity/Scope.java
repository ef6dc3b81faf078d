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
	/** Operate the own tenant: its flags, budgets, usage and audit. */
	OPS,
	/**
	 * Operate the service for all tenants: its flags, and the audit of that. API keys
	 * only.
	 */
	PLATFORM,
	/** Export and erase any user's data in the tenant. */
	PRIVACY;

	/** The Spring Security authority that stands for this scope. */
	public String authority() {
		return "SCOPE_" + name().toLowerCase(Locale.ROOT);
	}

}
