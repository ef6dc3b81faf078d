package dev.agentservice.session;

import java.time.Duration;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.hibernate.validator.constraints.time.DurationMin;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How conversations are kept.
 *
 * @param ttl how long after its latest turn a conversation is kept; must be shorter than
 * {@code agent-service.redis.epoch-ttl}
 * @param maxTurns how many latest turns are kept, older ones are dropped
 * @param loadTurns how many latest turns a run gets to see
 */
@Validated
@ConfigurationProperties("agent-service.session")
public record SessionProperties(@NotNull @DurationMin(seconds = 1) @DefaultValue("30d") Duration ttl,
		@Min(1) @Max(1000) @DefaultValue("200") int maxTurns, @Min(1) @Max(1000) @DefaultValue("100") int loadTurns) {

}
