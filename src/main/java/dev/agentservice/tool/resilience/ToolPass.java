package dev.agentservice.tool.resilience;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/**
 * One attempt at a tool. The breaker hears of it once, from whoever knows first: the
 * attempt itself, or who waited for it in vain. The bulkhead's place is free when the
 * attempt has really ended. Thread-safe.
 */
public final class ToolPass implements AutoCloseable {

	private final CircuitBreaker breaker;

	private final Bulkhead bulkhead;

	private final AtomicBoolean judged = new AtomicBoolean();

	private final long startedAt = System.nanoTime();

	ToolPass(CircuitBreaker breaker, Bulkhead bulkhead) {
		this.breaker = breaker;
		this.bulkhead = bulkhead;
	}

	/** The tool works. */
	public void succeeded() {
		if (this.judged.compareAndSet(false, true)) {
			this.breaker.onSuccess(elapsed(), TimeUnit.NANOSECONDS);
		}
	}

	/** The tool does not work. */
	public void failed(Throwable failure) {
		if (this.judged.compareAndSet(false, true)) {
			this.breaker.onError(elapsed(), TimeUnit.NANOSECONDS, failure);
		}
	}

	/** Nobody wants to know any more, which says nothing about the tool. */
	public void forgotten() {
		if (this.judged.compareAndSet(false, true)) {
			this.breaker.releasePermission();
		}
	}

	/** The attempt has ended. */
	@Override
	public void close() {
		forgotten();
		this.bulkhead.onComplete();
	}

	private long elapsed() {
		return System.nanoTime() - this.startedAt;
	}

}
