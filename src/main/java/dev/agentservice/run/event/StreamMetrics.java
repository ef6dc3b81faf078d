package dev.agentservice.run.event;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import dev.agentservice.support.redis.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

/**
 * Counts readers and events: {@code agent.streams} (open readers),
 * {@code agent.streams.cut} (readers that did not reach the end; reason), and
 * {@code agent.events.stored}.
 */
@Component
class StreamMetrics {

	private final MeterRegistry registry;

	private final AtomicInteger open;

	private final Counter stored;

	StreamMetrics(MeterRegistry registry) {
		this.registry = registry;
		this.open = registry.gauge("agent.streams", new AtomicInteger());
		this.stored = registry.counter("agent.events.stored");
	}

	void stored(int events) {
		this.stored.increment(events);
	}

	Stream opened() {
		this.open.incrementAndGet();
		return new Stream();
	}

	/** An active reader. */
	final class Stream implements AutoCloseable {

		/** Notes how reading ended. */
		void watch(Reading reading) throws IOException {
			try {
				if (!reading.run()) {
					cut("stopping");
				}
			}
			catch (IOException ex) {
				cut(isTooSlow(ex) ? "slow" : "client_left");
				throw ex;
			}
			catch (StoreUnavailableException ex) {
				cut("store_unavailable");
				throw ex;
			}
			catch (CancellationException ex) {
				cut("interrupted");
				throw ex;
			}
		}

		@Override
		public void close() {
			StreamMetrics.this.open.decrementAndGet();
		}

		private void cut(String reason) {
			StreamMetrics.this.registry.counter("agent.streams.cut", "reason", reason).increment();
		}

		private static boolean isTooSlow(Throwable failure) {
			for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
				if (cause instanceof SocketTimeoutException) {
					return true;
				}
			}
			return false;
		}

	}

	/** The work of a reader; returns whether it reached the end. */
	@FunctionalInterface
	interface Reading {

		boolean run() throws IOException;

	}

}
