package dev.agentservice.llm.remote;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.agentservice.budget.price.HostedPrice;

/**
 * What calls of hosted tools cost beside tokens, in nano-USD. Providers report tokens and
 * list the calls; what is charged for those is counted here. A container is charged once
 * for each of its sessions, however many calls run in it.
 */
public final class RemoteFees {

	private final Map<HostedTool.Kind, HostedPrice> prices;

	private final int longestSessions;

	private final Set<String> containers = new HashSet<>();

	/**
	 * Fees of the hosted tools of an agent.
	 * @param timeout the longest that a run of it can last
	 */
	public RemoteFees(Map<HostedTool.Kind, HostedPrice> prices, Duration timeout) {
		this.prices = Map.copyOf(prices);
		this.longestSessions = sessions(timeout);
	}

	/** The most that so many calls can cost. */
	public long worstNano(int calls) {
		return calls * this.prices.values()
			.stream()
			.mapToLong((price) -> price.worstNano(this.longestSessions))
			.max()
			.orElse(0);
	}

	/** What one more call costs. */
	public long ofNano(HostedCall call, Duration elapsed) {
		HostedPrice price = this.prices.get(call.kind());
		if (price == null || !call.charged()) {
			return 0;
		}
		boolean anew = call.container().isEmpty() || this.containers.add(call.container());
		return price.callNano() + (anew ? sessions(elapsed) * price.sessionNano() : 0);
	}

	private static int sessions(Duration time) {
		long minutes = Math.max(0, time.toMinutes());
		return Math.toIntExact(minutes / HostedPrice.SESSION_MINUTES) + 1;
	}

}
