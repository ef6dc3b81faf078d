package dev.agentservice.llm.settings;

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

/**
 * The recovery when models fail.
 *
 * @param maxAttempts how often one model is called before the next one is, the first call
 * included; 1 turns retries off
 * @param backoff the pause before the first retry on average; it doubles with each, and
 * half of it is random
 * @param maxBackoff the longest such pause; a provider's {@code Retry-After} may be
 * longer
 * @param firstToken the longest wait for the first token
 * @param maxWait how long a call waits while all connections of a provider are in use, if
 * there is no further model. It may outlast a deadline by this time
 * @param retryBudget how many retries there may be, over all models
 * @param maxPause the longest time for which a model is not called because its provider
 * asked for that ({@code Retry-After}); pauses up to {@code maxBackoff} are not
 * remembered. Zero remembers nothing
 * @param keyPause how long a provider that keeps refusing the service's key is not called
 * before one call checks whether it still does. Zero turns this off
 * @param breaker when a model's circuit opens
 * @param lastResort how often a model is called although its circuit is open
 */
public record ResilienceProperties(@DefaultValue("3") @Min(1) @Max(10) int maxAttempts,
		@DefaultValue("250ms") @NotNull @DurationMin(millis = 10) Duration backoff,
		@DefaultValue("4s") @NotNull @DurationMin(millis = 11) Duration maxBackoff,
		@DefaultValue("12s") @NotNull @DurationMin(millis = 10) Duration firstToken,
		@DefaultValue("1s") @NotNull @DurationMin(millis = 0) Duration maxWait,
		@DefaultValue("1h") @NotNull @DurationMin(millis = 0) Duration maxPause,
		@DefaultValue("1m") @NotNull @DurationMin(millis = 0) Duration keyPause,
		@DefaultValue @Valid RetryBudget.Limits retryBudget, @DefaultValue @Valid CircuitBreakerLimits breaker,
		@DefaultValue @Valid LastResortProperties lastResort) {

	/**
	 * Settings.
	 * @throws IllegalArgumentException if the pauses do not fit together
	 */
	public ResilienceProperties {
		var _ = new RetryPolicy(maxAttempts, backoff, maxBackoff);
	}

	/** How often one model is asked, and after which pauses. */
	public RetryPolicy retries() {
		return new RetryPolicy(this.maxAttempts, this.backoff, this.maxBackoff);
	}

}
