package dev.agentservice.run.owner.script;

import java.time.Duration;

import dev.agentservice.support.redis.RedisProperties;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the ownership of runs is kept.
 *
 * @param lease how long a run remains owned by a replica that has died; a live one renews
 * the lease three times as often. Failure mode: closed; a run whose lease has expired
 * writes nothing any more
 * @param retention how long after its end a run's record is kept, and after the request
 * its {@code Idempotency-Key}; must be shorter than {@link RedisProperties#epochTtl()}
 * @param refusedRetention the same for a run that ended before it called a model: little
 * is kept of it, and never longer than {@code retention}
 * @param ttl how long after its request a run may wait and work whose client does not
 * wait; what still waits then is rejected
 * @param maxTtl the longest such time that a client may ask for; together with
 * {@code retention} shorter than {@link RedisProperties#epochTtl()}
 */
@Validated
@ConfigurationProperties("agent-service.run")
public record RunProperties(@NotNull @DurationMin(millis = 100) @DefaultValue("15s") Duration lease,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("7d") Duration retention,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("6h") Duration refusedRetention,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("24h") Duration ttl,
		@NotNull @DurationMin(seconds = 1) @DefaultValue("7d") Duration maxTtl) {

	/** How long a run that never called a model is kept. */
	Duration keptOfRefused() {
		return (this.refusedRetention.compareTo(this.retention) < 0) ? this.refusedRetention : this.retention;
	}

	/**
	 * How long at most passes from one attempt of a run to the next: it has ended, is
	 * asked for again, and waits in the queue until its time to live is up.
	 */
	public Duration longestPause() {
		return this.maxTtl.plus(this.retention);
	}

}
