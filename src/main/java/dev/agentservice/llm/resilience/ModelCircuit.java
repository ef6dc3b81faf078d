package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import dev.agentservice.llm.model.ModelException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;

/**
 * A model's circuit.
 *
 * @param breaker opens it
 * @param asked when the model was asked last, as {@link System#nanoTime()} has it
 */
record ModelCircuit(CircuitBreaker breaker, AtomicLong asked) {

	static ModelCircuit of(CircuitBreaker breaker) {
		return new ModelCircuit(breaker, new AtomicLong(System.nanoTime()));
	}

	/**
	 * Makes a call if the circuit lets it through.
	 * @param <T> what it answers
	 * @throws SparedException if the circuit is open, except as a last resort
	 */
	<T> T call(Supplier<T> call, Supplier<SparedException> open) {
		if (this.breaker.tryAcquirePermission()) {
			this.asked.set(System.nanoTime());
			return permitted(call);
		}
		if (!CallTerms.current().lastResort()) {
			throw open.get();
		}
		this.asked.set(System.nanoTime());
		return unpermitted(call);
	}

	/** How long the model has not been asked. */
	Duration unasked() {
		return Duration.ofNanos(System.nanoTime() - this.asked.get());
	}

	private <T> T permitted(Supplier<T> call) {
		long start = System.nanoTime();
		try {
			T reply = call.get();
			this.breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return reply;
		}
		catch (RuntimeException | Error ex) {
			this.breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, ex);
			throw ex;
		}
	}

	/**
	 * Failures that the breaker ignores are not passed to it: it would release a
	 * permission that was never taken.
	 */
	private <T> T unpermitted(Supplier<T> call) {
		long start = System.nanoTime();
		try {
			T reply = call.get();
			if (this.breaker.getState() == CircuitBreaker.State.OPEN) {
				this.breaker.transitionToHalfOpenState();
			}
			this.breaker.onSuccess(System.nanoTime() - start, TimeUnit.NANOSECONDS);
			return reply;
		}
		catch (ModelException ex) {
			this.breaker.onError(System.nanoTime() - start, TimeUnit.NANOSECONDS, ex);
			throw ex;
		}
	}

}
