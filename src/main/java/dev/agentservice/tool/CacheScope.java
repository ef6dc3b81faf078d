package dev.agentservice.tool;

/**
 * Who may be told a result that was kept.
 */
public enum CacheScope {

	/** The user for whom the tool was called: the result depends on who asks. */
	USER,
	/**
	 * Everybody, across all tenants: the result depends on nothing but the arguments. Not
	 * possible for a tool that takes a {@link ToolContext}.
	 */
	SHARED

}
