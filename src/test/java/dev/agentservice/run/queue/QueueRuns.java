package dev.agentservice.run.queue;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.identity.UserTag;

/**
 * Runs for tests: each arrives a millisecond after the one before.
 */
final class QueueRuns {

	private static final AtomicInteger COUNT = new AtomicInteger();

	private QueueRuns() {
	}

	static QueuedRun of(String user, String tenant) {
		return of(user, tenant, "stable", 0);
	}

	static QueuedRun of(String user, String tenant, String track, int priority) {
		int count = COUNT.incrementAndGet();
		String run = "01JQUEUE%018d".formatted(count);
		return new QueuedRun(run, new UserTag(tag(user)), tag(tenant), track, priority,
				Instant.ofEpochMilli(1_790_000_000_000L + count), tag(user) + " " + run + " " + count);
	}

	/** As long as a real one. */
	static String tag(String name) {
		return String.format("%32s", name).replace(' ', 'f');
	}

}
