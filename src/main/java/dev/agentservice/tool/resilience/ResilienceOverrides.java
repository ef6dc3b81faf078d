package dev.agentservice.tool.resilience;

import java.time.Duration;
import java.util.Objects;

import dev.agentservice.support.resilience.CircuitBreakerLimits.Overrides;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * What is otherwise for one tool; null leaves it as it is for all.
 *
 * @param maxAttempts how often it is called for one result; more than 1 only without side
 * effects
 * @param backoff the pause before the first retry on average
 * @param maxBackoff the longest such pause
 * @param maxConcurrent its calls at a time, per replica
 * @param maxWait how long a call waits for its turn
 * @param breaker when it is spared
 */
public record ResilienceOverrides(@Nullable @Min(1) @Max(10) Integer maxAttempts,
		@Nullable @DurationMin(millis = 10) Duration backoff, @Nullable Duration maxBackoff,
		@Nullable @Min(1) Integer maxConcurrent, @Nullable @DurationMin Duration maxWait,
		@Nullable @Valid Overrides breaker) {

	/** Leaves all as it is. */
	public static final ResilienceOverrides NONE = new ResilienceOverrides(null, null, null, null, null, null);

	/**
	 * Lays these values over those of all tools.
	 * @throws IllegalArgumentException if they do not fit together
	 */
	public ResilienceProperties over(ResilienceProperties all) {
		return new ResilienceProperties(Objects.requireNonNullElse(this.maxAttempts, all.maxAttempts()),
				Objects.requireNonNullElse(this.backoff, all.backoff()),
				Objects.requireNonNullElse(this.maxBackoff, all.maxBackoff()),
				Objects.requireNonNullElse(this.maxConcurrent, all.maxConcurrent()),
				Objects.requireNonNullElse(this.maxWait, all.maxWait()), all.retryBudget(),
				(this.breaker != null) ? this.breaker.over(all.breaker()) : all.breaker());
	}

}
