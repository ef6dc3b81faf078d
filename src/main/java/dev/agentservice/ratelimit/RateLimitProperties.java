package dev.agentservice.ratelimit;

import java.time.Duration;

import dev.agentservice.ratelimit.bucket.Quota;
import dev.agentservice.ratelimit.bucket.RateLimit;
import dev.agentservice.ratelimit.bucket.StoreFailureMode;
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
 * @param keyRequests runs per credential
 * @param userTokens prompt tokens per user
 * @param userBytes inspected bytes per user
 * @param keyBytes inspected bytes per credential
 * @param userRefusals refused texts per user
 * @param newUsers users nobody has heard of, per credential that names them
 * @param userReads requests besides runs, per user
 * @param keyReads requests besides runs, per credential
 */
@Validated
@ConfigurationProperties("agent-service.rate-limits")
public record RateLimitProperties(@Valid @DefaultValue UserRequests userRequests,
		@Valid @DefaultValue KeyRequests keyRequests, @Valid @DefaultValue UserTokens userTokens,
		@Valid @DefaultValue UserBytes userBytes, @Valid @DefaultValue KeyBytes keyBytes,
		@Valid @DefaultValue UserRefusals userRefusals, @Valid @DefaultValue NewUsers newUsers,
		@Valid @DefaultValue UserReads userReads, @Valid @DefaultValue KeyReads keyReads) {

	private static final long MAX_CAPACITY = 1_000_000_000;

	/** The number of a limit. */
	public Quota quota(RateLimit limit) {
		return switch (limit) {
			case USER_REQUESTS -> this.userRequests;
			case KEY_REQUESTS -> this.keyRequests;
			case USER_TOKENS -> this.userTokens;
			case USER_BYTES -> this.userBytes;
			case KEY_BYTES -> this.keyBytes;
			case USER_REFUSALS -> this.userRefusals;
			case NEW_USERS -> this.newUsers;
			case USER_READS -> this.userReads;
			case KEY_READS -> this.keyReads;
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
	 * Runs per credential: an API key, or the issuer of JWTs within one tenant. A
	 * credential's ceiling may have another number.
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

	/**
	 * Bytes of a user's texts that the guard inspects, with those it reads joined.
	 *
	 * @param capacity inspected bytes per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record UserBytes(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("2000000") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * The same of all texts that come with a credential.
	 *
	 * @param capacity inspected bytes per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record KeyBytes(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("20000000") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * Texts of a user that the guard refuses, so that its blind spots cannot be searched.
	 *
	 * @param capacity refused texts per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record UserRefusals(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("10") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("10m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * Users nobody has heard of, per credential that names its users: a key that leaked
	 * can invent any number of them, each with limits of its own. A credential's ceiling
	 * may have another number.
	 *
	 * @param capacity new users per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param remembered how long after the last run somebody is not new, from 1 h
	 * @param onStoreFailure what happens while Redis cannot be asked. Then everybody
	 * looks new, and no run that costs money is let in anyway
	 */
	public record NewUsers(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("1000") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1h") Duration period,
			@NotNull @DurationMin(hours = 1) @DefaultValue("30d") Duration remembered,
			@NotNull @DefaultValue("open") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * What a user asks for besides runs: records, events, sessions, usage, and what is
	 * changed there.
	 *
	 * @param capacity requests per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record UserReads(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("1200") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

	/**
	 * The same, per credential.
	 *
	 * @param capacity requests per period, from 1 to a billion
	 * @param period how long an empty bucket takes to fill, from 1 s to 1 day
	 * @param onStoreFailure what happens while Redis cannot be asked
	 */
	public record KeyReads(@Min(1) @Max(MAX_CAPACITY) @DefaultValue("12000") long capacity,
			@NotNull @DurationMin(seconds = 1) @DurationMax(days = 1) @DefaultValue("1m") Duration period,
			@NotNull @DefaultValue("local") StoreFailureMode onStoreFailure) implements Quota {

	}

}
