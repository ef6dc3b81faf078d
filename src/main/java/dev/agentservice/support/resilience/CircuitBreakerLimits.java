package dev.agentservice.support.resilience;

import java.time.Duration;
import java.util.Objects;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When something that fails is not called for a while. Counted per replica and per thing
 * that is called, also where there is only one.
 *
 * @param failureRate the failed calls per hundred that open the circuit
 * @param minimumCalls the fewest calls within the window to judge by
 * @param window the time that is looked back
 * @param open how long it is spared before it is tried again
 * @param probes the calls it is tried with
 */
public record CircuitBreakerLimits(@DefaultValue("50") @Min(1) @Max(100) int failureRate,
		@DefaultValue("20") @Min(1) int minimumCalls,
		@DefaultValue("30s") @NotNull @DurationMin(seconds = 1) Duration window,
		@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration open, @DefaultValue("3") @Min(1) int probes) {

	/** The breaker's configuration; what counts as a failure is for the caller to add. */
	public CircuitBreakerConfig.Builder config() {
		return CircuitBreakerConfig.custom()
			.slidingWindowType(SlidingWindowType.TIME_BASED)
			.slidingWindowSize(Math.toIntExact(this.window.toSeconds()))
			.minimumNumberOfCalls(this.minimumCalls)
			.failureRateThreshold(this.failureRate)
			.waitDurationInOpenState(this.open)
			.permittedNumberOfCallsInHalfOpenState(this.probes);
	}

	/**
	 * What is otherwise for one of the things that are called; null leaves it as it is.
	 *
	 * @param failureRate the failed calls per hundred that open the circuit
	 * @param minimumCalls the fewest calls within the window to judge by
	 * @param window the time that is looked back
	 * @param open how long it is spared before it is tried again
	 * @param probes the calls it is tried with
	 */
	public record Overrides(@Nullable @Min(1) @Max(100) Integer failureRate, @Nullable @Min(1) Integer minimumCalls,
			@Nullable @DurationMin(seconds = 1) Duration window, @Nullable @DurationMin(millis = 1) Duration open,
			@Nullable @Min(1) Integer probes) {

		/** Lays these values over those of all. */
		public CircuitBreakerLimits over(CircuitBreakerLimits all) {
			return new CircuitBreakerLimits(Objects.requireNonNullElse(this.failureRate, all.failureRate()),
					Objects.requireNonNullElse(this.minimumCalls, all.minimumCalls()),
					Objects.requireNonNullElse(this.window, all.window()),
					Objects.requireNonNullElse(this.open, all.open()),
					Objects.requireNonNullElse(this.probes, all.probes()));
		}

	}

}
