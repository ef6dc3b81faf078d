package dev.agentservice.rollout.sample.series;

/**
 * The metrics of the service that are read. A family that one track lacks altogether
 * cannot be compared.
 */
public enum Family {

	/** {@code agent_runs_seconds_count}. */
	RUNS,
	/** {@code agent_runs_lost_total}. */
	LOST,
	/** {@code agent_tool_calls_seconds_count}. */
	TOOLS,
	/** {@code agent_notices_total}. */
	NOTICES,
	/** {@code agent_runs_repeated_total}. */
	REPEATED,
	/** {@code agent_runs_seconds_bucket}. */
	LATENCY,
	/** {@code agent_first_token_seconds_bucket}. */
	FIRST,
	/** {@code agent_run_cost_usd_bucket}. */
	COST

}
