package dev.agentservice.llm.http;

import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import dev.agentservice.support.Deadline;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cancels requests whose deadline has passed. Socket time-outs alone bound each silence,
 * not their sum: a provider that trickles bytes would never meet one. It keeps a thread
 * of its own: an alarm for each request, nearly always taken back, needs no virtual
 * thread, and must not wait for one on a busy replica.
 */
final class DeadlineTimer implements AutoCloseable {

	private final ScheduledThreadPoolExecutor executor;

	DeadlineTimer(String name) {
		this.executor = new ScheduledThreadPoolExecutor(1,
				Thread.ofPlatform().daemon().name("deadline-" + name).factory());
		this.executor.setRemoveOnCancelPolicy(true);
	}

	/**
	 * Cancels the request at the deadline, unless the returned watch is closed before.
	 */
	Watch watch(Cancellable request, Deadline deadline) {
		ScheduledFuture<?> alarm = this.executor.schedule(request::cancel, deadline.remaining().toNanos(),
				TimeUnit.NANOSECONDS);
		return () -> alarm.cancel(false);
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/** Watches one request. */
	@FunctionalInterface
	interface Watch extends AutoCloseable {

		@Override
		void close();

	}

}
