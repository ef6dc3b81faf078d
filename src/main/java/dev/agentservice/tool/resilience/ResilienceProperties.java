package dev.agentservice.tool.resilience;

import java.time.Duration;

import dev.agentservice.support.resilience.CircuitBreakerLimits;
import dev.agentservice.support.resilience.RetryBudget;
import dev.agentservice.support.resilience.RetryPolicy;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.modulith.NamedInterface;

/**
 * What is done when a tool fails or is slow. Failure mode of breaker and bulkhead:
 * closed; the tool is not called, its fallback is, and without one the model is told.
 *
 * @param maxAttempts how often a tool without side effects is called for one result, the
 * first time included; 1 turns retries off
 * @param backoff the pause before the first retry on average; it doubles with each, and
 * half of it is random
 * @param maxBackoff the longest such pause
 * @param maxConcurrent the calls of one tool that a replica makes at a time; one that was
 * given up counts until it has really ended
 * @param maxWait how long a call waits for its turn when there are that many
 * @param retryBudget how many retries there may be, over all tools
 * @param breaker when a tool is spared
 */
@NamedInterface("resilience")
public record ResilienceProperties(@DefaultValue("2") @Min(1) @Max(10) int maxAttempts,
		@DefaultValue("100ms") @NotNull @DurationMin(millis = 10) Duration backoff,
		@DefaultValue("1s") @NotNull Duration maxBackoff, @DefaultValue("64") @Min(1) int maxConcurrent,
		@DefaultValue("100ms") @NotNull @DurationMin Duration maxWait,
		@DefaultValue @Valid RetryBudget.Limits retryBudget, @DefaultValue @Valid CircuitBreakerLimits breaker) {

	/**
	 * Settings.
	 * @throws IllegalArgumentException if the pauses do not fit together
	 */
	public ResilienceProperties {
		var _ = new RetryPolicy(maxAttempts, backoff, maxBackoff);
	}

	/** The same with another number of attempts. */
	public ResilienceProperties withMaxAttempts(int attempts) {
		return new ResilienceProperties(attempts, this.backoff, this.maxBackoff, this.maxConcurrent, this.maxWait,
				this.retryBudget, this.breaker);
	}

	RetryPolicy retries() {
		return new RetryPolicy(this.maxAttempts, this.backoff, this.maxBackoff);
	}

}
