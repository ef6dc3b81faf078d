package dev.agentservice.llm.settings;

import java.time.Duration;
import java.util.Objects;

import dev.agentservice.support.resilience.CircuitBreakerLimits.Overrides;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

/**
 * Deviations in the recovery when the models of one provider fail; null means the value
 * of {@link ResilienceProperties}, whose components these are.
 *
 * @param maxAttempts how often one model is called before the next one is
 * @param backoff the pause before the first retry on average
 * @param maxBackoff the longest such pause
 * @param firstToken the longest wait for the first token
 * @param maxWait how long a call waits for one of the provider's connections
 * @param breaker when a model's circuit opens
 */
public record ResilienceOverrides(@Nullable @Min(1) @Max(10) Integer maxAttempts,
		@Nullable @DurationMin(millis = 10) Duration backoff, @Nullable @DurationMin(millis = 11) Duration maxBackoff,
		@Nullable @DurationMin(millis = 10) Duration firstToken, @Nullable @DurationMin(millis = 0) Duration maxWait,
		@Nullable @Valid Overrides breaker) {

	/**
	 * Lays these values over those of all providers.
	 * @throws IllegalArgumentException if they do not fit together
	 */
	ResilienceProperties over(ResilienceProperties all) {
		return new ResilienceProperties(or(this.maxAttempts, all.maxAttempts()), or(this.backoff, all.backoff()),
				or(this.maxBackoff, all.maxBackoff()), or(this.firstToken, all.firstToken()),
				or(this.maxWait, all.maxWait()), all.maxPause(), all.keyPause(), all.retryBudget(),
				(this.breaker != null) ? this.breaker.over(all.breaker()) : all.breaker(), all.lastResort());
	}

	private static <T> T or(@Nullable T own, T all) {
		return Objects.requireNonNullElse(own, all);
	}

}
