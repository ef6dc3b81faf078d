package dev.agentservice.support.redis;

import java.time.Duration;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the service deals with Redis. Where Redis is, and with which credentials, is said
 * by Spring's own {@code spring.data.redis}; its {@code timeout} and
 * {@code connect-timeout} are ruled by this record.
 *
 * @param commandTimeout how long any command, its connection included, may take. Failure
 * mode: closed; the request gets {@code budget_unavailable}
 * @param connectTimeout how long to wait for a TCP connection
 * @param reconnectAfter after how long without any answer the connection is thrown away
 * and made anew: a host that vanished closes no connection, and TCP itself would go on
 * trying for a quarter of an hour
 * @param epochTtl how long a user is remembered after the last admission; must be longer
 * than any personal data is kept
 * @param durability what happens at start where Redis would lose what it is trusted with
 * @param breaker when Redis is not asked for a moment
 */
@Validated
@ConfigurationProperties("agent-service.redis")
public record RedisProperties(@NotNull @DurationMin(millis = 10) @DefaultValue("1s") Duration commandTimeout,
		@NotNull @DurationMin(millis = 10) @DefaultValue("500ms") Duration connectTimeout,
		@NotNull @DurationMin(millis = 100) @DefaultValue("5s") Duration reconnectAfter,
		@NotNull @DurationMin(days = 1) @DefaultValue("400d") Duration epochTtl,
		@NotNull @DefaultValue("warn") Durability durability, @DefaultValue @Valid Breaker breaker) {

	/**
	 * What happens where Redis may throw away or forget what was acknowledged.
	 */
	public enum Durability {

		/** A line in the log. */
		WARN,
		/** No start, nor while Redis cannot be asked. */
		REQUIRE,
		/** Redis is not asked. */
		IGNORE

	}

	/**
	 * Requests after the first failures need not wait for the time-out, too. Counted per
	 * replica.
	 *
	 * @param failureRate the failed commands per hundred that open the circuit; only
	 * silence and refusal count, not a script's own errors
	 * @param minimumCalls the fewest commands to judge by
	 * @param window how many of the latest commands are looked at
	 * @param open how long nothing is asked. Short: this is the time by which an outage
	 * gets longer
	 * @param probes the commands it is tried with
	 */
	record Breaker(@DefaultValue("50") @Min(1) @Max(100) int failureRate, @DefaultValue("10") @Min(1) int minimumCalls,
			@DefaultValue("20") @Min(1) int window, @DefaultValue("1s") @NotNull @DurationMin(millis = 1) Duration open,
			@DefaultValue("3") @Min(1) int probes) {

	}

}
