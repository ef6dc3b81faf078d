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
	 * Lets other threads end an exchange that falls silent. Thread-safe.
	 */
	static final class Hurry {

		private @Nullable Function<Deadline, Watch> watcher;

		private @Nullable Watch watch;

		private @Nullable Duration silence;

		/**
		 * The exchange begins.
		 * @param start starts a watch that ends it at a deadline
		 */
		synchronized void begins(Function<Deadline, Watch> start) {
			this.watcher = start;
			begin();
		}

		/**
		 * From now on the exchange ends as soon as nothing of its answer was received for
		 * so long.
		 */
		synchronized void after(Duration longest) {
			if (this.silence == null) {
				this.silence = longest;
				begin();
			}
		}

		private void begin() {
			if (this.watcher != null && this.silence != null) {
				this.watch = this.watcher.apply(Deadline.after(this.silence));
			}
		}

		/** A piece of the answer was received. */
		synchronized void heard() {
			if (this.watch != null) {
				this.watch.close();
				this.watch = null;
				begin();
			}
		}

		/** The exchange is over. */
		synchronized void ends() {
			if (this.watch != null) {
				this.watch.close();
				this.watch = null;
			}
			this.watcher = null;
			this.silence = null;
		}

	}

}
