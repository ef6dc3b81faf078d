package dev.agentservice.ratelimit;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The number of each limit beside its failure mode. New numbers apply to existing buckets
 * at once.
 *
 * @param userRequests runs per user
 * @param keyRequests runs per API key
 * @param userTokens prompt tokens per user
 */
@Validated
@ConfigurationProperties("agent-service.rate-limits")
public record RateLimitProperties(@Valid @DefaultValue UserRequests userRequests,
		@Valid @DefaultValue KeyRequests keyRequests, @Valid @DefaultValue UserTokens userTokens) {

	private static final long MAX_CAPACITY = 1_000_000_000;

	/** The number of a limit. */
	public Quota quota(RateLimit limit) {
		return switch (limit) {
			case USER_REQUESTS -> this.userRequests;
			case KEY_REQUESTS -> this.keyRequests;
			case USER_TOKENS -> this.userTokens;
		};
	}

	/**
	 * Runs per user.
	 *
	 * @param capacity runs per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record UserRequests(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("60") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * Runs per API key.
	 *
	 * @param capacity runs per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record KeyRequests(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("600") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * Prompt tokens per user.
	 *
	 * @param capacity prompt tokens per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record UserTokens(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("200000") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

}
