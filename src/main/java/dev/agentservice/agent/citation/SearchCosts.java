package dev.agentservice.agent.citation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import dev.agentservice.budget.Purse;

/**
 * What the searches of a run cost, each call of the tool by itself. Thread-safe.
 */
public final class SearchCosts {

	private final Purse run;

	private final Map<String, Purse> byCall = new ConcurrentHashMap<>();

	/**
	 * The costs of one attempt of a run.
	 * @param run pays for all of them
	 */
	public SearchCosts(Purse run) {
		this.run = run;
	}

	/**
	 * Pays for one call.
	 * @param call the call's id within the run
	 */
	public Purse of(String call) {
		return this.byCall.computeIfAbsent(call, (_) -> this.run.part());
	}

}
