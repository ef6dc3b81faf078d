package dev.agentservice.llm;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is done when models fail.
 *
 * @param maxAttempts how often one model is asked before the next one is, the first time
 * included; 1 turns retries off
 * @param backoff the pause before the first retry on average; it doubles with each, and
 * half of it is random
 * @param maxBackoff the longest such pause; a provider's {@code Retry-After} may be
 * longer
 * @param firstToken the longest wait for the first token of a stream
 * @param maxWait how long a call waits while all connections of a provider are taken;
 * then the next model is asked. It may outlast a deadline by so much
 * @param retryBudget how many retries there may be in all
 * @param breaker when a model is spared
 */
record ResilienceProperties(@DefaultValue("3") @Min(1) @Max(10) int maxAttempts,
		@DefaultValue("250ms") @NotNull @DurationMin(millis = 10) Duration backoff,
		@DefaultValue("4s") @NotNull @DurationMin(millis = 11) Duration maxBackoff,
		@DefaultValue("30s") @NotNull @DurationMin(millis = 10) Duration firstToken,
		@DefaultValue("1s") @NotNull @DurationMin(millis = 0) Duration maxWait, @DefaultValue @Valid Budget retryBudget,
		@DefaultValue @Valid Breaker breaker) {

	/**
	 * Keeps an outage from being multiplied by retries. Counted per replica, over all
	 * models.
	 *
	 * @param percent retries per hundred calls within the window
	 * @param floor retries that are allowed within the window however few calls there are
	 * @param window the time that is looked back
	 */
	record Budget(@DefaultValue("10") @Min(0) @Max(100) int percent, @DefaultValue("10") @Min(0) int floor,
			@DefaultValue("10s") @NotNull @DurationMin(seconds = 1) Duration window) {
	}

	/**
	 * When a model is not asked for a while. Counted per replica and model.
	 *
	 * @param failureRate the failed calls per hundred that open the circuit
	 * @param minimumCalls the fewest calls within the window to judge by
	 * @param window the time that is looked back
	 * @param open how long the model is spared before it is tried again
	 * @param probes the calls it is tried with
	 */
	record Breaker(@DefaultValue("50") @Min(1) @Max(100) int failureRate, @DefaultValue("20") @Min(1) int minimumCalls,
			@DefaultValue("30s") @NotNull @DurationMin(seconds = 1) Duration window,
			@DefaultValue("10s") @NotNull @DurationMin(millis = 1) Duration open,
			@DefaultValue("3") @Min(1) int probes) {
	}

}
