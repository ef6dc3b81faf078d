package dev.agentservice.simulator.script;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The requests of this JVM that broke the rules of the provider they were sent to, and
 * that no test sent on purpose.
 */
public final class IllegalRequests {

	private static final AtomicLong REQUESTS = new AtomicLong();

	private static final AtomicLong ILLEGAL = new AtomicLong();

	private static final List<String> REASONS = new ArrayList<>();

	private IllegalRequests() {
	}

	/** All requests to all simulated providers. */
	public static long requests() {
		return REQUESTS.get();
	}

	/** How many of them broke a rule. */
	public static long illegal() {
		return ILLEGAL.get();
	}

	/** Why those since the last time were refused. */
	public static List<String> takeReasons() {
		synchronized (REASONS) {
			List<String> reasons = List.copyOf(REASONS);
			REASONS.clear();
			return reasons;
		}
	}

	static void countRequest() {
		REQUESTS.incrementAndGet();
	}

	static void add(String reason) {
		ILLEGAL.incrementAndGet();
		synchronized (REASONS) {
			REASONS.add(reason);
		}
	}

}
