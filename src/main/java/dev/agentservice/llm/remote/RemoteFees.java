package dev.agentservice.llm.remote;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import dev.agentservice.budget.price.HostedPrice;

/**
 * What calls of hosted tools cost beside tokens, in nano-USD. Providers report tokens and
 * list the calls; what is charged for those is counted here. A container is charged once
 * for each of its sessions, however many calls run in it.
 */
public final class RemoteFees {

	private final Map<HostedTool.Kind, HostedPrice> prices;

	private final int longestSessions;

	private final HostedPrice work;

	private final Duration timeout;

	/** By container. */
	private final Map<String, Sessions> containers = new HashMap<>();

	private final LongSupplier clock;

	/**
	 * Fees of the hosted tools of an agent.
	 * @param work the price of the provider's work as such
	 * @param timeout the longest that a run of it can last
	 */
	public RemoteFees(Map<HostedTool.Kind, HostedPrice> prices, HostedPrice work, Duration timeout) {
		this(prices, work, timeout, System::nanoTime);
	}

	RemoteFees(Map<HostedTool.Kind, HostedPrice> prices, HostedPrice work, Duration timeout, LongSupplier clock) {
		this.work = work;
		this.timeout = timeout;
		this.clock = clock;
		this.prices = Map.copyOf(prices);
		this.longestSessions = sessions(timeout);
	}

	/** The most that so many calls, and the work around them, can cost. */
	public long worstNano(int calls) {
		return ofNano(this.timeout) + calls * this.prices.values()
			.stream()
			.mapToLong((price) -> price.worstNano(this.longestSessions))
			.max()
			.orElse(0);
	}

	/** What the provider's work as such costs, which no run outlasts. */
	public long ofNano(Duration time) {
		return this.work.workNano((time.compareTo(this.timeout) < 0) ? time : this.timeout);
	}

	/**
	 * What one more call costs. Its container, where a call that failed ran, too, may
	 * have been there since this part of the loop began.
	 */
	public long ofNano(HostedCall call, Duration elapsed) {
		HostedPrice price = this.prices.get(call.kind());
		if (price == null || !(call.charged() || !call.container().isEmpty())) {
			return 0;
		}
		return (call.charged() ? price.callNano() : 0) + newSessions(call, elapsed) * price.sessionNano();
	}

	private int newSessions(HostedCall call, Duration elapsed) {
		if (call.container().isEmpty()) {
			return sessions(elapsed);
		}
		Duration now = Duration.ofNanos(this.clock.getAsLong());
		Sessions before = this.containers.getOrDefault(call.container(), new Sessions(now.minus(elapsed), 0));
		int all = Math.max(before.count(), sessions(now.minus(before.since())));
		this.containers.put(call.container(), new Sessions(before.since(), all));
		return all - before.count();
	}

	private static int sessions(Duration time) {
		long minutes = Math.max(0, time.toMinutes());
		return Math.toIntExact(minutes / HostedPrice.SESSION_MINUTES) + 1;
	}

	/** Of a container, since when and how many. */
	private record Sessions(Duration since, int count) {

	}

}
