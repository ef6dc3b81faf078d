package dev.agentservice.llm.http;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import dev.agentservice.support.Deadline;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

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

	/**
	 * Lets other threads end an exchange that stays silent. Thread-safe.
	 */
	static final class Hurry {

		private @Nullable Function<Deadline, Watch> watcher;

		private @Nullable Watch watch;

		/**
		 * The exchange begins.
		 * @param start starts a watch that ends it at a deadline
		 */
		synchronized void begins(Function<Deadline, Watch> start) {
			this.watcher = start;
		}

		/**
		 * Ends the exchange in a moment, unless a piece of the answer is received before.
		 */
		synchronized void within(Duration moment) {
			if (this.watcher != null && this.watch == null) {
				this.watch = this.watcher.apply(Deadline.after(moment));
			}
		}

		/** A piece of the answer was received. */
		synchronized void heard() {
			if (this.watch != null) {
				this.watch.close();
				this.watch = null;
			}
		}

		/** The exchange is over. */
		synchronized void ends() {
			heard();
			this.watcher = null;
		}

	}

}
