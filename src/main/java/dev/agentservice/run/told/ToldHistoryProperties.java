package dev.agentservice.run.told;

import java.time.Duration;

import dev.agentservice.support.redis.RedisProperties;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long the service recognises its own answers in histories that clients send. Failure
 * mode: closed; an answer that is not known counts as third-party content.
 *
 * @param ttl how long after it was given an answer is known; must be shorter than
 * {@link RedisProperties#epochTtl()}
 * @param limit how many answers are known of a user, the latest ones; about 100 bytes
 * each
 */
@Validated
@ConfigurationProperties("agent-service.run.told-history")
public record ToldHistoryProperties(@NotNull @DurationMin(seconds = 1) @DefaultValue("30d") Duration ttl,
		@Min(1) @Max(100_000) @DefaultValue("1000") int limit) {

}
