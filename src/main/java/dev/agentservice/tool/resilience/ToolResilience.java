package dev.agentservice.tool.resilience;

import java.time.Duration;

import dev.agentservice.support.Deadline;
import dev.agentservice.support.resilience.RetryBudget;
import dev.agentservice.support.resilience.RetryPolicy;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.modulith.NamedInterface;

/**
 * Protects one tool and those who wait for it. The time limit is not here: whoever waits
 * for a call keeps its deadline and gives it up, since a thread that ignores its
 * interruption could not be made to keep it, and Resilience4j's time limiter would need a
 * thread of its own for that. Retries are a loop of the caller's, since a pause depends
 * on the deadline and on what all other calls do.
 */
@NamedInterface("resilience")
public final class ToolResilience {

	private final CircuitBreaker breaker;

	private final Bulkhead bulkhead;

	private final RetryPolicy retries;

	private final RetryBudget retryBudget;

	private final MeterRegistry meters;

	ToolResilience(CircuitBreaker breaker, Bulkhead bulkhead, ResilienceProperties settings, RetryBudget retryBudget,
			MeterRegistry meters) {
		this.breaker = breaker;
		this.bulkhead = bulkhead;
		this.retries = settings.retries();
		this.retryBudget = retryBudget;
		this.meters = meters;
		retries(true);
		retries(false);
	}

	static BulkheadConfig bulkheadConfig(ResilienceProperties settings) {
		return BulkheadConfig.custom()
			.maxConcurrentCalls(settings.maxConcurrent())
			.maxWaitDuration(settings.maxWait())
			.build();
	}

	/**
	 * Lets an attempt at the tool begin.
	 * @return what the attempt has to say at its end, and to close
	 * @throws CallNotPermittedException if the tool is being spared
	 * @throws BulkheadFullException if as many calls are under way as may be, or this
	 * thread is interrupted while it waits for its turn
	 */
	public ToolPass enter() {
		this.breaker.acquirePermission();
		if (!this.bulkhead.tryAcquirePermission()) {
			this.breaker.releasePermission();
			throw BulkheadFullException.createBulkheadFullException(this.bulkhead);
		}
		return new ToolPass(this.breaker, this.bulkhead);
	}

	/** A call begins: its retries are a share of all calls. */
	public void called() {
		this.retryBudget.called();
	}

	/**
	 * How long to wait before the tool is called again.
	 * @param attempts how often it was called for this result
	 * @param deadline when the result is no longer wanted
	 * @return the pause, or null if it shall not be called again
	 */
	public @Nullable Duration pauseAfter(int attempts, Deadline deadline) {
		return this.retries.pauseAfter(attempts, deadline, Duration.ZERO, this::grantsRetry);
	}

	private boolean grantsRetry() {
		boolean granted = this.retryBudget.tryRetry();
		retries(granted).increment();
		return granted;
	}

	private Counter retries(boolean granted) {
		return this.meters.counter("agent.tool.retries", "tool", this.breaker.getName(), "granted",
				Boolean.toString(granted));
	}

}
